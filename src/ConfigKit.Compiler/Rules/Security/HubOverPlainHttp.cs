using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Security;

/// <summary>Checkpoints that travel unencrypted.</summary>
internal static class HubOverPlainHttp
{
    public static readonly DiagnosticDescriptor Fault = new("CK8027", "Model hub over plain HTTP", Severity.Warning)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks = "`model.hub` is an address without encryption. One on the same host is exempt.",
            Why =
                "Whoever can change the traffic can replace weights, tokenizer and, with `model.trust_remote_code`, code. A Hugging Face "
                + "token is sent to the mirror in plain text.",
            Fix = "Write an `https://` address. The mirror needs a certificate that the image trusts.",
            References =
            [
                new(
                    "huggingface_hub: environment variables",
                    "https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables"
                ),
            ],
        },
        Bad = Examples.R1OnH200.Replace("DeepSeek-R1\n", "DeepSeek-R1\n  hub: http://hub.example.com\n"),
        Good = Examples.R1OnH200.Replace("DeepSeek-R1\n", "DeepSeek-R1\n  hub: https://hub.example.com\n"),
    };

    public static bool IsOpen(string? hub) =>
        hub is not null && hub.StartsWith("http://", StringComparison.Ordinal) && !WebAddress.Of(hub).IsLocal;
}
