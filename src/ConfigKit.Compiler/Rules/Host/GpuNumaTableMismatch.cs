using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A table of NUMA nodes that does not fit the node.</summary>
internal sealed class GpuNumaTableMismatch() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6023", "NUMA table doesn't match the GPUs", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`host.gpu_numa_nodes` names the NUMA node of each GPU, in order: one entry per GPU, and only NUMA nodes that " + "exist.",
            Why = "The engine binds ranks by this table; a short table or a missing node ends its start.",
            Formula = """
                len(gpu_numa_nodes) == gpus_per_node, max < numa_nodes
                4 entries for 8 GPUs
                """,
            Fix = "Copy the column NUMA Affinity of `nvidia-smi topo -m`.",
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
                $"`gpu_numa_nodes` has {table.Length} entries for {d.GpusPerNode.Value} GPUs",
                $"list {d.GpusPerNode.Value}, one per GPU"
            );
        }

        if (d.Host.StatedNumaNodes is { } nodes && table.Any(n => n >= nodes))
        {
            yield return new Finding(
                "host.gpu_numa_nodes",
                $"NUMA node {table.Max()} doesn't exist: the host has {nodes}, numbered from 0",
                $"use numbers from 0 to {nodes - 1}, or correct `host.numa_nodes`"
            );
        }
    }
}
