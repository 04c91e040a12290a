using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A folder of the node and settings of a claim.</summary>
internal static class HostPathConflict
{
    public static readonly DiagnosticDescriptor Fault = new("CK6033", "Folder of the node with settings of a claim", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "With `kubernetes.storage.kind: host_path` each node's own folder `hardware.storage.path` holds the weights: there is no claim that could have a class, a size or an access mode, and one Job would fill the folder of one node alone.",
        },
        Bad = Examples.R1OnH200 + "kubernetes:\n  storage: {kind: host_path, class: cephfs}\n",
        Good = Examples.R1OnH200 + "kubernetes:\n  storage: {kind: host_path}\n",
    };
}
