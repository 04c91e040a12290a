using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Host;

/// <summary>A folder of the node and settings of a claim.</summary>
internal sealed class HostPathConflict : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6033", "Folder of the node with settings of a claim", Severity.Error)
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

    public HostPathConflict()
        : base(Fault) => RuleFor(s => s).ReportsEach(s => Faults(s.Deployment));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        var storage = d.Config.Kubernetes.Storage;
        if (storage.Kind != ModelStore.HostPath)
        {
            yield break;
        }

        (string Key, bool IsStated)[] settings =
        [
            ("class", storage.Class is not null),
            ("size", storage.Size is not null),
            ("existing_claim", storage.ExistingClaim is not null),
            ("read_write_many", storage.ReadWriteMany is not null),
            ("download", storage.Download == ModelDownload.Job),
        ];
        foreach (var (key, _) in settings.Where(s => s.IsStated))
        {
            yield return new(
                $"kubernetes.storage.{key}",
                $"`{key}` needs a claim, and the weights lie in a folder of the node",
                $"leave `{key}` out, or set `kubernetes.storage.kind: claim`"
            );
        }
    }
}
