using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>Main memory that can't hold the engine's processes.</summary>
internal sealed class HostMemoryBelowShare() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6001", "Host RAM too small for the engine", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Each rank is a process with libraries, a CUDA context and pinned staging buffers (about 4 GiB), and `/dev/shm` "
                + "counts as RAM.",
            Why = "The kernel kills the engine while it loads (exit code 137), or pinning memory fails.",
            Formula = """
                gpus_per_node × 4 GiB + shm_size <= RAM − huge pages
                8 × 4 GiB + 16 GiB = 48 GiB > 32 GiB
                """,
            Fix = "Add RAM, or lower `container.shm_size` or the reserved huge pages.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 32GiB"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 2TiB"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (usable, needed) = (Usable(d), d.HostBytes);
        if (d.Node.Memory is null || usable <= 0 || usable >= needed)
        {
            yield break;
        }

        yield return new Finding(
            "hardware.memory",
            $"{Quantity.FormatBytes(usable)} of usable RAM is too little: "
                + $"{d.GpusPerNode.Value} ranks and /dev/shm need {Quantity.FormatBytes(needed)}",
            "add RAM, or lower `container.shm_size` or the reserved huge pages"
        );
    }

    /// <summary>Main memory without reserved huge pages, in bytes.</summary>
    public static long Usable(Deployment d) => (d.Node.Memory ?? 0) - d.Host.ReservedBytes;
}
