using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>Fewer threads than the engine has busy processes.</summary>
internal sealed class CpuThreadsTooFew() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6013", "Too few CPU threads for the ranks", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Each rank is a process that keeps one thread busy while its GPU works; the API server and the scheduler need two "
                + "more.",
            Why = "Ranks take turns on the CPU, and every collective waits for the last one.",
            Formula = """
                cpu_threads >= gpus_per_node + 2
                8 < 8 + 2
                """,
            Fix = "Use nodes with more CPU threads, or give the virtual machine more.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  cpu_threads: 8"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  cpu_threads: 64"),
    };

    // The API server and the scheduler.
    private const int ThreadsBesideRanks = 2;

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var needed = d.GpusPerNode + ThreadsBesideRanks;
        if (d.Node.CpuThreads is not { } threads || threads >= needed)
        {
            yield break;
        }

        yield return new Finding(
            "hardware.cpu_threads",
            $"{threads} CPU threads are too few for {d.GpusPerNode.Value} ranks, the API server and the scheduler",
            $"use nodes with at least {needed} CPU threads"
        );
    }
}
