using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>A model store that can't hold the checkpoint.</summary>
internal sealed class StorageTooSmall() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6003", "Model storage smaller than the checkpoint", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "The size of the checkpoint, computed from the architecture (within 0.05 % of published sizes), against "
                + "`hardware.storage.capacity` and the volume claim.",
            Why = "The download stops with \"no space left on device\", often after hours.",
            Formula = """
                checkpoint <= capacity
                641.3 GiB > 500 GiB; advised: 641.3 × 1.25 = 802 GiB, room for partial downloads
                """,
            Fix = "Enlarge the volume.",
            References = [new("Kubernetes: persistent volumes", "https://kubernetes.io/docs/concepts/storage/persistent-volumes")],
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {capacity: 500GiB}"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {capacity: 1TiB}"),
    };

    // Room for a download beside the checkpoint, and for its successor's small files.
    private const double Room = 1.25;

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (d, needed) = (s.Deployment, s.Estimate.CheckpointBytes);
        (string Key, long? Size)[] stores =
        [
            ("hardware.storage.capacity", d.Node.StorageCapacity),
            ("kubernetes.storage.size", d.Cluster.Volume.Size is { IsStated: true } claim ? claim.Value : null),
        ];
        foreach (var (key, size) in stores)
        {
            if (size < needed)
            {
                yield return new Finding(
                    key,
                    $"{Quantity.FormatBytes(size.Value)} is too small for the {Quantity.FormatBytes(needed)} of {d.Model.Id}",
                    $"set `{key}` to {Math.Ceiling(needed * Room / Quantity.GiB)}GiB"
                );
            }
        }
    }
}
