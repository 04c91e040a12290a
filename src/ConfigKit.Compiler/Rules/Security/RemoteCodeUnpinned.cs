using System.Text.RegularExpressions;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>Code of a checkpoint is run at whatever revision is newest.</summary>
internal static class RemoteCodeUnpinned
{
    public static readonly DiagnosticDescriptor Fault = new("CK8002", "Remote code without a pinned revision", Severity.Warning)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "`model.trust_remote_code` is true and `model.revision` is not a full commit hash. A local `model.path` is " + "exempt.",
            Why =
                "The engine runs Python files from the checkpoint's repository. At a branch or tag, whoever can push there runs "
                + "code on your nodes at the next start.",
            Fix =
                "Set `model.revision` to the commit you reviewed (40 hex digits); later updates then need an edit here. DeepSeek "
                + "V3, R1 and V4 are built into the engines: for them, remove `model.trust_remote_code`.",
            References = [new("Transformers: models with custom code", "https://huggingface.co/docs/transformers/custom_models")],
        },
        Bad = Examples.R1OnH200.Replace("DeepSeek-R1\n", "DeepSeek-R1\n  trust_remote_code: true\n"),
        Good = Examples.R1OnH200.Replace(
            "DeepSeek-R1\n",
            "DeepSeek-R1\n  trust_remote_code: true\n  revision: 56d4cbbb4d29f4355bab4b9a39ccb717a14ad5ad\n"
        ),
    };

    /// <summary>Whether a revision is a commit, which can't change.</summary>
    public static bool IsCommit(string? revision) =>
        revision is not null && Regex.IsMatch(revision, @"\A[0-9a-f]{40}\z", RegexOptions.NonBacktracking);
}
