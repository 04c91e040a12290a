using System.Text.RegularExpressions;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>A processor that can't run a confidential VM.</summary>
internal sealed partial class ConfidentialCpuUnfit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8026", "CPU can't run confidential VMs", Severity.Warning)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "With `security.confidential_computing` on, `hardware.cpu.model` names a CPU known to lack AMD SEV-SNP and Intel "
                + "TDX: EPYC 7001 and 7002 (7xx1, 7xx2), or Xeon Scalable generations 1 to 3 (81xx to 83xx, 61xx to 63xx, 51xx to "
                + "53xx).",
            Why = "A confidential GPU belongs to a confidential VM. Without SEV-SNP or TDX the host can't start one.",
            Fix =
                "Use EPYC 7003 or newer, or a Xeon with TDX (5th generation or newer, and parts of the 4th). Otherwise set "
                + "`security.confidential_computing: off`, which leaves prompts and weights readable to the host.",
            References =
            [
                new(
                    "NVIDIA: supported platforms for confidential VMs",
                    "https://docs.nvidia.com/confidential-computing/virtual-machines/supported-platforms.md"
                ),
            ],
        },
        Bad =
            Examples.R1OnH200.Replace("  gpus_per_node: 8\n", "  gpus_per_node: 8\n  cpu: {model: AMD EPYC 7742}\n")
            + "security: {confidential_computing: ppcie}\n",
        Good =
            Examples.R1OnH200.Replace("  gpus_per_node: 8\n", "  gpus_per_node: 8\n  cpu: {model: AMD EPYC 9654}\n")
            + "security: {confidential_computing: ppcie}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!d.Security.IsConfidential || d.Node.CpuModel is not { } cpu || !IsOld(cpu))
        {
            yield break;
        }

        yield return new Finding(
            "hardware.cpu.model",
            $"{cpu} has neither SEV-SNP nor TDX, which confidential VMs need",
            "use EPYC 7003 or newer or a Xeon with TDX, or set `security.confidential_computing: off`"
        );
    }

    private static bool IsOld(string cpu) =>
        (cpu.Contains("EPYC", StringComparison.OrdinalIgnoreCase) && Epyc().IsMatch(cpu))
        || (cpu.Contains("Xeon", StringComparison.OrdinalIgnoreCase) && Xeon().IsMatch(cpu));

    // EPYC 7001 and 7002: 7xx1 and 7xx2.
    [GeneratedRegex(@"(?<![0-9])7[0-9A-Z][0-9][12](?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Epyc();

    // Xeon Scalable of generations 1 to 3: 81xx to 83xx, 61xx to 63xx, 51xx to 53xx.
    [GeneratedRegex(@"(?<![0-9])[568][123][0-9]{2}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Xeon();
}
