using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A folder of the node and settings of a claim.</summary>
internal static class HostPathConflict
{
    public static readonly DiagnosticDescriptor Fault = new("CK6033", "hostPath volume with settings of a claim", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "With `kubernetes.storage.kind: host_path` the weights are in `hardware.storage.path` of each node; class, size, "
                + "access mode and download belong to a PersistentVolumeClaim.",
            Why = "There is no claim they could apply to, and a download job would fill the folder of one node only.",
            Fix = "Remove the keys, or use a claim.",
            References = [new("Kubernetes: hostPath volumes", "https://kubernetes.io/docs/concepts/storage/volumes#hostpath")],
        },
        Bad = Examples.R1OnH200 + "kubernetes:\n  storage: {kind: host_path, class: cephfs}\n",
        Good = Examples.R1OnH200 + "kubernetes:\n  storage: {kind: host_path}\n",
    };
}
