using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Gateway;

/// <summary>A timeout that ends answers which are still being computed.</summary>
internal sealed class ReadTimeoutShort : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8018", "Read timeout below the time of an answer", Severity.Warning)
    {
        Explanation =
            "An answer that is not streamed comes in one piece: the engine is silent until its last token, so the gateway's read timeout must exceed the whole time of an answer (nginx `proxy_read_timeout` counts between two reads). The time is `workload.processing_time` where measured, else the roofline bound: prefill and one decode step for each of `workload.output_tokens`, which no engine beats. These are means; the longest answers take several times as long. Streams need it only up to their first token.",
        Bad = GatewayExample.R1With(
            "  read_timeout: 15s\nworkload: {requests_per_second: 2, input_tokens: 2000, output_tokens: 500, processing_time: 20s}\n"
        ),
        Good = GatewayExample.R1With(
            "  read_timeout: 10m\nworkload: {requests_per_second: 2, input_tokens: 2000, output_tokens: 500, processing_time: 20s}\n"
        ),
    };

    public ReadTimeoutShort()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s =>
                s.Deployment.Config.Gateway is not { } g
                || MeanTime(s) is not { } time
                || (g.ReadTimeout ?? GatewaySection.ReadTimeoutDefault) >= time
            )
            .Reports(s => new Finding(
                "gateway.read_timeout",
                $"the gateway waits {Quantity.FormatDuration(s.Deployment.Config.Gateway?.ReadTimeout ?? GatewaySection.ReadTimeoutDefault)} for the engine; a mean answer takes {(s.Deployment.Config.Workload.ProcessingTime is null ? "at least " : "")}{Quantity.FormatDuration(MeanTime(s) ?? default)}",
                $"set `gateway.read_timeout: {Math.Ceiling((MeanTime(s) ?? default).TotalMinutes * 4)}m`, or more"
            ));

    private static TimeSpan? MeanTime(Subject s)
    {
        var workload = s.Deployment.Config.Workload;
        return workload.ProcessingTime
            ?? (
                workload.OutputTokens is { } tokens && s.Estimate.Performance.DecodeStep is { } step
                    ? (s.Estimate.Performance.Prefill ?? default)
                        + (step * (tokens / (workload.AcceptanceLength ?? WorkloadSection.AcceptanceLengthDefault)))
                    : null
            );
    }
}
