using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Targets.Kubernetes;

namespace ConfigKit.Targets.Helm;

/// <summary>The values of an environment.</summary>
/// <param name="Values">Those that differ there.</param>
internal sealed record HelmEnvironment(string Name, ImmutableArray<HelmValue> Values);

/// <summary>A chart of the manifests, with values where environments differ.</summary>
/// <param name="Values">What its user may set, in order of path.</param>
/// <param name="Manifests">The manifests' values, with expressions for those.</param>
internal sealed record HelmPlan(
    KubernetesPlan Kubernetes,
    string Version,
    ImmutableArray<HelmValue> Values,
    ManifestValues Manifests,
    ImmutableArray<HelmEnvironment> Environments
)
{
    public static HelmPlan Of(KubernetesPlan k)
    {
        var taken = new TakenValues();
        var manifests = Take(k, ManifestValues.Of(k) with { IsChart = true }, taken);
        ImmutableArray<HelmValue> values = [.. taken.All.OrderBy(v => v.Path, StringComparer.Ordinal)];
        var d = k.Deployment.Deployment;
        return new HelmPlan(
            k,
            d.Helm.ChartVersion,
            values,
            manifests,
            [.. d.Environments.Select(e => new HelmEnvironment(e.Key, Differing(e.Value, k.Deployment, values)))]
        );
    }

    /// <summary>Puts expressions where the manifests have constants.</summary>
    private static ManifestValues Take(KubernetesPlan k, ManifestValues constants, TakenValues taken)
    {
        var image = taken.Take("image", HelmValueKind.Text, constants.Image, "Engine image with tag or digest.");
        var values = constants with
        {
            Namespace = taken.Take("namespace", HelmValueKind.Text, constants.Namespace, "Namespace of the objects."),
            Image = image,
            DownloadImage = k.Download?.Image == k.Deployment.Image ? image : constants.DownloadImage,
            Cpu = taken.Take("resources.cpu", HelmValueKind.Count, constants.Cpu, "CPU request per pod, in cores."),
            Memory = taken.Take("resources.memory", HelmValueKind.Text, constants.Memory, "Memory request and limit per pod."),
            NodeSelector = taken.Take("nodeSelector", HelmValueKind.Labels, new(LabelsOf(k.Deployment)), "Labels that nodes must have."),
            ServicePort = taken.Take("service.port", HelmValueKind.Count, constants.ServicePort, "Port of the Service."),
        };
        values = k.Scaling is null ? TakeReplicas(values, taken) : TakeScaling(values, taken);
        if (k.Deployment.Deployment.Cluster.Volume.IsClaimWritten)
        {
            values = TakeStorage(values, taken);
        }

        if (k.Route is not null)
        {
            values = values with
            {
                HasHostnames = true,
                Hostnames = taken.Take(
                    "hostnames",
                    HelmValueKind.Names,
                    values.Hostnames,
                    "Host names of the route; if empty, those of the listener."
                ),
            };
        }

        return k.Limits is null ? values : TakeQuota(values, taken);
    }

    private static ManifestValues TakeReplicas(ManifestValues values, TakenValues taken) =>
        values with
        {
            Replicas = taken.Take("replicas", HelmValueKind.Count, values.Replicas, "Number of replicas."),
        };

    private static ManifestValues TakeScaling(ManifestValues values, TakenValues taken) =>
        values with
        {
            MinReplicas = taken.Take("autoscaling.minReplicas", HelmValueKind.Count, values.MinReplicas, "Minimum number of replicas."),
            MaxReplicas = taken.Take("autoscaling.maxReplicas", HelmValueKind.Count, values.MaxReplicas, "Maximum number of replicas."),
        };

    private static ManifestValues TakeStorage(ManifestValues values, TakenValues taken) =>
        values with
        {
            HasStorageClass = true,
            StorageClass = taken.Take(
                "storage.class",
                HelmValueKind.OptionalText,
                values.StorageClass,
                "StorageClass of the claim; null for the cluster's default."
            ),
            ClaimSize = taken.Take("storage.size", HelmValueKind.Text, values.ClaimSize, "Size of the claim."),
        };

    private static ManifestValues TakeQuota(ManifestValues values, TakenValues taken) =>
        values with
        {
            QuotaGpus = taken.Take("quota.gpus", HelmValueKind.Count, values.QuotaGpus, "GPUs of all pods, including those of an update."),
            QuotaCpu = taken.Take("quota.cpu", HelmValueKind.Count, values.QuotaCpu, "CPU requests of all pods."),
            QuotaMemory = taken.Take("quota.memory", HelmValueKind.Text, values.QuotaMemory, "Memory of all pods."),
        };

    private static ImmutableArray<HelmValue> Differing(EnvironmentSection e, DeploymentPlan p, ImmutableArray<HelmValue> values)
    {
        var stated = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["autoscaling.minReplicas"] = e.Replicas,
            ["hostnames"] = e.Hostnames.IsDefault ? null : e.Hostnames,
            ["image"] = e.Image,
            ["namespace"] = e.Namespace,
            ["nodeSelector"] = e.NodeSelector.IsEmpty ? null : Merged(p, ClusterPlanner.NodeSelector(p.Deployment, e.NodeSelector)),
            ["replicas"] = e.Replicas,
            ["storage.class"] = e.StorageClass,
        };
        return [.. values.Where(v => stated.GetValueOrDefault(v.Path) is not null).Select(v => v with { Default = stated[v.Path] })];
    }

    private static ImmutableSortedDictionary<string, string?> LabelsOf(DeploymentPlan p) =>
        p.Cluster.NodeSelector.ToImmutableSortedDictionary(l => l.Key, string? (l) => l.Value, StringComparer.Ordinal);

    /// <summary>Helm merges mappings: what is not needed there is taken away by null.</summary>
    private static ImmutableSortedDictionary<string, string?> Merged(DeploymentPlan p, ImmutableSortedDictionary<string, string> labels) =>
        p
            .Cluster.NodeSelector.Keys.Union(labels.Keys)
            .ToImmutableSortedDictionary(k => k, labels.GetValueOrDefault, StringComparer.Ordinal);

    /// <summary>Collects the values of a chart.</summary>
    private sealed class TakenValues
    {
        private readonly List<HelmValue> _all = [];

        public IEnumerable<HelmValue> All => _all;

        public ManifestValue Take(string path, HelmValueKind kind, ManifestValue constant, string description)
        {
            var value = new HelmValue(path, kind, constant.Script, description);
            _all.Add(value);
            return value.Expression;
        }
    }
}
