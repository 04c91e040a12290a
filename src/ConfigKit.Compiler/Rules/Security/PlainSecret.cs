using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>A secret in plain text.</summary>
internal sealed class PlainSecret() : DeploymentRule(Fault)
{
    private static readonly string[] Words =
    [
        "TOKEN",
        "SECRET",
        "PASSWORD",
        "PASSWD",
        "API_KEY",
        "APIKEY",
        "ACCESS_KEY",
        "PRIVATE_KEY",
        "CREDENTIAL",
    ];

    private static readonly DiagnosticDescriptor Fault = new("CK8001", "Secret in plain text", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "`serving.env` is written into files and images as it is. A variable whose name says that it holds a secret belongs "
                + "in `security`, as a reference: `${env:NAME}` or `${file:/path}`. Its value is not repeated in this message.",
        },
        Bad = Examples.R1OnH200 + "  env: {HF_TOKEN: hf_xxxxxxxxxxxxxxxxxxxx}\n",
        Good = Examples.R1OnH200 + "security: {hugging_face_token: \"${env:HF_TOKEN}\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s) =>
        from entry in s.Deployment.Serving.Environment
        where entry.Value.Length > 0 && IsSecret(entry.Key)
        select new Finding(
            $"serving.env.{entry.Key}",
            $"{entry.Key} holds a secret in plain text ({entry.Value.Length} characters)",
            "put a reference in `security.api_key` or `security.hugging_face_token`, or set it outside this file"
        );

    // MAX_… is a number of tokens.
    private static bool IsSecret(string name)
    {
        var upper = name.ToUpperInvariant();
        return Array.Exists(Words, w => upper.EndsWith(w, StringComparison.Ordinal)) && !upper.StartsWith("MAX_", StringComparison.Ordinal);
    }
}
