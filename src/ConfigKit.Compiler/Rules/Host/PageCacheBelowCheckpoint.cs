using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>Main memory smaller than what a node loads.</summary>
internal sealed class PageCacheBelowCheckpoint() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6002", "Host RAM smaller than the checkpoint", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Every tensor rank of a node opens the same safetensors files and copies its slice. The RAM left beside the ranks "
                + "is compared with the checkpoint's share of the node's pipeline stages.",
            Why =
                "With enough RAM each file is read once and then served from the page cache; with less, ranks that drift apart "
                + "read it again, up to once each.",
            Formula = """
                checkpoint share + gpus_per_node × 4 GiB + shm_size <= RAM
                641.3 GiB + 48 GiB = 689.3 GiB > 512 GiB
                """,
            Fix = "Add RAM, or use a loader that streams (`--load-format runai_streamer`): slower storage is then read once.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 512GiB"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 2TiB"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (usable, needed) = (HostMemoryBelowShare.Usable(d), s.Estimate.Host.Bytes);
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
            $"{Quantity.FormatBytes(usable)} of RAM can't cache the {Quantity.FormatBytes(share)} that a node loads, "
                + $"so each of its {d.GpusPerNode.Value} ranks may reread them from storage",
            $"use {Quantity.FormatBytes(share + needed)} of RAM, or `--load-format runai_streamer`"
        );
    }
}
