using ConfigKit.Diagnostics;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>Prompts that the engine takes and the gateway refuses.</summary>
internal sealed class RequestSizeTooSmall() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8015", "Request size limit below the longest prompt", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks = "`gateway.max_request_size` is compared with the size of a prompt of `serving.max_model_len` tokens.",
            Why =
                "The gateway refuses a larger body with 413, although the model would have accepted it. A token is about 4 bytes "
                + "of UTF-8, in English (4 letters) as in Chinese (1.3 characters of 3 bytes). JSON that escapes every character "
                + "(`\\u4e2d`) takes up to twice as much, which is why the default allows 8 bytes per token.",
            Formula = """
                max_request_size >= 4 B × max_model_len + 64 KiB
                4 B × 65,536 + 64 KiB = 320 KiB > 128 KiB: reported
                """,
            Fix =
                "Raise `gateway.max_request_size`, or remove it to get the default. The gateway may buffer that many bytes per "
                + "request.",
            References =
            [
                new("nginx: client_max_body_size", "https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size"),
            ],
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
            $"requests larger than {Quantity.FormatBytes(size)} are refused; "
                + $"a prompt of {Quantity.Count(length)} tokens takes about {Quantity.FormatBytes(needed)}",
            $"set `gateway.max_request_size: {GatewaySettings.RoomyRequestBytes(length) / Quantity.MiB}MiB`",
            $"{GatewaySettings.BytesPerToken} bytes × {Quantity.Count(length)} + {Quantity.FormatBytes(GatewaySettings.RequestFrame)}"
        );
    }
}
