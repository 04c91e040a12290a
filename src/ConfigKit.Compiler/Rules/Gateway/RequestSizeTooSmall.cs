using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Gateway;

/// <summary>Prompts that the engine takes and the gateway refuses.</summary>
internal sealed class RequestSizeTooSmall : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8015", "Request size below the longest prompt", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "bytes = 4 × max_model_len + 64 KiB. A token is about 4 bytes of UTF-8, in English (4 letters) as in Chinese (1.3 characters of 3 bytes); messages, tools and JSON lie around it. A body beyond the limit gets 413 from the gateway, although the model would have taken it. JSON that escapes every character (`\\u4e2d`) takes up to twice as much, which is why the default is 8 bytes a token.",
        },
        Bad = GatewayExample.R1With("  max_request_size: 128KiB\n"),
        Good = GatewayExample.R1With("  max_request_size: 1MiB\n"),
    };

    public RequestSizeTooSmall()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => s.Deployment.Config.Gateway?.MaxRequestSize is not { } size || size >= Needed(s))
            .Reports(s => new Finding(
                "gateway.max_request_size",
                $"requests of more than {Quantity.FormatBytes(s.Deployment.Config.Gateway?.MaxRequestSize ?? 0)} are refused; a prompt of {Quantity.Count(s.Estimate.EffectiveMaxModelLen)} tokens takes about {Quantity.FormatBytes(Needed(s))}",
                $"set `gateway.max_request_size: {RequestSize.Roomy(s.Estimate.EffectiveMaxModelLen) / Quantity.MiB}MiB`",
                $"{RequestSize.BytesPerToken} bytes × {Quantity.Count(s.Estimate.EffectiveMaxModelLen)} + {Quantity.FormatBytes(RequestSize.Frame)}"
            ));

    private static long Needed(Subject s) => RequestSize.Needed(s.Estimate.EffectiveMaxModelLen);
}
