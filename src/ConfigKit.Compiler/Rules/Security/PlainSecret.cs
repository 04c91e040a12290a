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
                "`serving.env` is written into files and images as it is. A variable whose name says that it holds a secret belongs "
                + "in `security`, as a reference: `${env:NAME}` or `${file:/path}`. Its value is not repeated in this message.",
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
