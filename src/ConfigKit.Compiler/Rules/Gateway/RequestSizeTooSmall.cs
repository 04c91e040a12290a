using ConfigKit.Diagnostics;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>Prompts that the engine takes and the gateway refuses.</summary>
internal sealed class RequestSizeTooSmall() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8015", "Request size below the longest prompt", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "bytes = 4 × max_model_len + 64 KiB. A token is about 4 bytes of UTF-8, in English (4 letters) as in Chinese (1.3 "
                + "characters of 3 bytes); messages, tools and JSON lie around it. A body beyond the limit gets 413 from the gateway, "
                + "although the model would have taken it. JSON that escapes every character (`\\u4e2d`) takes up to twice as much, "
                + "which is why the default is 8 bytes a token.",
        },
        Bad = GatewayExample.R1With("  max_request_size: 128KiB\n"),
        Good = GatewayExample.R1With("  max_request_size: 1MiB\n"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var length = s.Estimate.EffectiveMaxModelLen;
        var needed = GatewaySettings.RequestBytes(length);
        if (s.Deployment.Gateway?.MaxRequestBytes is not { } size || size >= needed)
        {
            yield break;
        }

        yield return new Finding(
            "gateway.max_request_size",
            $"requests of more than {Quantity.FormatBytes(size)} are refused; "
                + $"a prompt of {Quantity.Count(length)} tokens takes about {Quantity.FormatBytes(needed)}",
            $"set `gateway.max_request_size: {GatewaySettings.RoomyRequestBytes(length) / Quantity.MiB}MiB`",
            $"{GatewaySettings.BytesPerToken} bytes × {Quantity.Count(length)} + {Quantity.FormatBytes(GatewaySettings.RequestFrame)}"
        );
    }
}
