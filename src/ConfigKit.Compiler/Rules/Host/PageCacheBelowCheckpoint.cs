using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>Main memory smaller than what a node loads.</summary>
internal sealed class PageCacheBelowCheckpoint() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6002", "Host memory smaller than the checkpoint", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Every tensor rank of a node opens the same safetensors files and copies its slice. With enough memory the files are read once and served from the page cache; with less, ranks that drift apart read them again, up to once each. Compare `hardware.memory` with the checkpoint's share of the node's pipeline stages.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 512GiB"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 2TiB"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (usable, needed) = (HostMemoryBelowShare.Usable(d), d.HostBytes);
        if (d.Node.Memory is null || d.Layout.Tensor <= 1 || usable < needed)
        {
            yield break;
        }

        var share = s.Estimate.CheckpointBytes / Math.Clamp(d.Layout.Pipeline, 1, d.Nodes);
        if (usable - needed >= share)
        {
            yield break;
        }

        yield return new Finding(
            "hardware.memory",
            $"a node reads {Quantity.FormatBytes(share)} of weights; "
                + $"{Quantity.FormatBytes(usable)} of main memory can't keep them for all {d.GpusPerNode.Value} ranks",
            $"{Quantity.FormatBytes(share + needed)} keep them; or load with a streaming loader"
        );
    }
}
