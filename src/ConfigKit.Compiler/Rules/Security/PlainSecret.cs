using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>A secret in plain text.</summary>
internal static class PlainSecret
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

    public static readonly DiagnosticDescriptor Fault = new("CK8001", "Secret in plain text", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "A variable of `serving.env` whose name ends in TOKEN, SECRET, PASSWORD, API_KEY or the like holds a value. The "
                + "value itself is never repeated in the message.",
            Why =
                "`serving.env` is written into manifests, environment files and images as it is, so anyone who can read the "
                + "repository, the image or the pod has the secret.",
            Fix =
                "Put a reference, `${env:NAME}` or `${file:/path}`, in `security.api_key` or `security.hugging_face_token`; set "
                + "other secrets outside this file. Replace a secret that was already committed.",
            References =
            [
                new(
                    "OWASP: Secrets Management Cheat Sheet",
                    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html"
                ),
                new("Kubernetes: Secrets", "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets"),
            ],
        },
        Bad = Examples.R1OnH200 + "  env: {HF_TOKEN: hf_xxxxxxxxxxxxxxxxxxxx}\n",
        Good = Examples.R1OnH200 + "security: {hugging_face_token: \"${env:HF_TOKEN}\"}\n",
    };

    /// <summary>Whether a variable holds a secret, by its name.</summary>
    public static bool Holds(string name, string value)
    {
        var upper = name.ToUpperInvariant();
        return value.Length > 0
            && !upper.StartsWith("MAX_", StringComparison.Ordinal) // a number of tokens
            && Array.Exists(Words, w => upper.EndsWith(w, StringComparison.Ordinal));
    }
}
