using ConfigKit.Model;
using ConfigKit.Rules.Engines;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>Metrics, logs and traces.</summary>
internal sealed class ObservabilityValidator : AbstractValidator<ObservabilitySection>
{
    public ObservabilityValidator() => RuleFor(o => o.Tracing!).SetValidator(new TracingValidator()); // not judged when left out
}

/// <summary>Where traces go.</summary>
internal sealed class TracingValidator : AbstractValidator<TracingSection>
{
    private const string GrpcPort = TracingAddressUnlikely.GrpcPort;
    private const string HttpPort = TracingAddressUnlikely.HttpPort;
    private const string HttpPath = TracingAddressUnlikely.HttpPath;

    public TracingValidator()
    {
        RuleFor(t => t.OtlpEndpoint)
            .Must(address => address is null || TracingAddressUnlikely.IsUsualOverHttp(address))
            .When(t => t.Protocol == TracingProtocol.Http)
            .Reports(
                TracingAddressUnlikely.Fault,
                $"OTLP over HTTP usually uses port {HttpPort} and path {HttpPath}, not {{PropertyValue}}",
                $"write an address like `http://collector:{HttpPort}{HttpPath}`"
            );
        RuleFor(t => t.OtlpEndpoint)
            .Must(address => address is null || TracingAddressUnlikely.IsUsualOverGrpc(address))
            .When(t => t.Protocol != TracingProtocol.Http)
            .Reports(
                TracingAddressUnlikely.Fault,
                $"OTLP over gRPC usually uses port {GrpcPort} without a path, not {{PropertyValue}}",
                $"write an address like `http://collector:{GrpcPort}`, or set `protocol: http/protobuf`"
            );
    }
}
