using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>A model store that can't hold the checkpoint.</summary>
internal sealed class StorageTooSmall : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6003", "Model storage smaller than the checkpoint", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "The checkpoint's bytes on disk are computed from the architecture and agree with the published ones within 0.05 %. They must fit in `hardware.storage.capacity` and in the volume claim.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {capacity: 500GiB}"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {capacity: 1TiB}"),
    };

    public StorageTooSmall()
        : base(Fault) => RuleFor(s => s).ReportsEach(s => Faults(s));

    private static IEnumerable<Finding> Faults(Subject s)
    {
        var config = s.Deployment.Config;
        foreach (
            var (key, size) in ((string, long?)[])
                [
                    ("hardware.storage.capacity", config.Hardware.Storage.Capacity),
                    ("kubernetes.storage.size", config.Kubernetes.Storage.Size),
                ]
        )
        {
            if (size < s.Estimate.CheckpointBytes)
            {
                yield return new(
                    key,
                    $"{Quantity.FormatBytes(size.Value)} can't hold the {Quantity.FormatBytes(s.Estimate.CheckpointBytes)} of {s.Deployment.Model.Id}",
                    $"set `{key}` to {Math.Ceiling(s.Estimate.CheckpointBytes * 1.25 / Quantity.GiB)}GiB or more"
                );
            }
        }
    }
}
