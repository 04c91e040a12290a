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
                "Each rank is a process that spins on one thread while its GPU works; the API server and the scheduler need two more. With fewer threads ranks take turns, and each collective waits for the last one.",
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
            $"{threads} threads for {d.GpusPerNode.Value} ranks, an API server and a scheduler",
            $"give at least {needed}"
        );
    }
}
