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
                "`trust_remote_code` lets the engine run Python files of the checkpoint's repository. Without a commit in "
                + "`model.revision`, whoever can push there runs code on your nodes at the next start. DeepSeek V3, R1 and V4 are "
                + "built into the engines and need no remote code.",
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
