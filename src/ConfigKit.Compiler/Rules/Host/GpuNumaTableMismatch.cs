using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A table of NUMA nodes that does not fit the node.</summary>
internal sealed class GpuNumaTableMismatch() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6023", "NUMA table that does not fit", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`host.gpu_numa_nodes` names the NUMA node of each GPU in order; it is handed to the engine, which needs one entry for each GPU and only nodes that exist. `nvidia-smi topo -m` shows them in the column NUMA Affinity.",
        },
        Bad = Examples.R1OnH200 + "host: {numa_nodes: 2, gpu_numa_nodes: [0, 0, 1, 1]}\n",
        Good = Examples.R1OnH200 + "host: {numa_nodes: 2, gpu_numa_nodes: [0, 0, 0, 0, 1, 1, 1, 1]}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Host.GpuNumaNodes is not { } table)
        {
            yield break;
        }

        if (table.Length != d.GpusPerNode)
        {
            yield return new Finding(
                "host.gpu_numa_nodes",
                $"{table.Length} NUMA nodes are named for {d.GpusPerNode.Value} GPUs",
                $"name {d.GpusPerNode.Value}, one for each GPU"
            );
        }

        if (d.Host.StatedNumaNodes is { } nodes && table.Any(n => n >= nodes))
        {
            yield return new Finding(
                "host.gpu_numa_nodes",
                $"NUMA node {table.Max()} is named; there are {nodes}, from 0 on",
                $"name nodes from 0 to {nodes - 1}, or set `host.numa_nodes`"
            );
        }
    }
}
