using System.Collections.Immutable;
using ConfigKit.Rendering;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>What stands in a manifest where environments differ: a constant, or in a chart an expression over its values.</summary>
/// <param name="Script">As templates insert it.</param>
internal readonly record struct ManifestValue(object? Script)
{
    public static implicit operator ManifestValue(string text) => new(text);

    public static implicit operator ManifestValue(int number) => new(number);

    public static implicit operator ManifestValue(long number) => new(number);

    public static implicit operator ManifestValue(ChartExpression expression) => new(expression);
}

/// <summary>The values of manifests in which environments differ.</summary>
internal sealed record ManifestValues
{
    /// <summary>Whether expressions stand for the constants.</summary>
    public bool IsChart { get; init; }

    public required ManifestValue Namespace { get; init; }
    public required ManifestValue Image { get; init; }

    /// <summary>Image that fetches the weights.</summary>
    public required ManifestValue DownloadImage { get; init; }

    /// <summary>Replicas without an autoscaler.</summary>
    public required ManifestValue Replicas { get; init; }

    public required ManifestValue MinReplicas { get; init; }
    public required ManifestValue MaxReplicas { get; init; }
    public required ManifestValue Cpu { get; init; }
    public required ManifestValue Memory { get; init; }

    /// <summary>A mapping of labels in a chart; the manifests list them one by one.</summary>
    public ManifestValue NodeSelector { get; init; }

    public required ManifestValue ServicePort { get; init; }
    public required ManifestValue StorageClass { get; init; }
    public required bool HasStorageClass { get; init; }
    public required ManifestValue ClaimSize { get; init; }
    public required ManifestValue Hostnames { get; init; }
    public required bool HasHostnames { get; init; }
    public required ManifestValue QuotaGpus { get; init; }
    public required ManifestValue QuotaCpu { get; init; }
    public required ManifestValue QuotaMemory { get; init; }

    /// <summary>The constants of the kubernetes target.</summary>
    public static ManifestValues Of(KubernetesPlan k)
    {
        var (p, cluster) = (k.Deployment, k.Deployment.Cluster);
        ImmutableArray<string> hostnames = k.Route?.Hostnames ?? [];
        return new ManifestValues
        {
            Namespace = cluster.Namespace,
            Image = p.Image,
            DownloadImage = k.Download?.Image ?? "",
            Replicas = p.Replicas,
            MinReplicas = k.Scaling?.Min ?? 0,
            MaxReplicas = k.Scaling?.Max ?? 0,
            Cpu = cluster.Cpu,
            Memory = Amount.Memory(cluster.MemoryBytes),
            ServicePort = cluster.ServicePort,
            StorageClass = new(p.Deployment.Cluster.Volume.Class),
            HasStorageClass = p.Deployment.Cluster.Volume.Class is not null,
            ClaimSize = Amount.Memory(cluster.ClaimBytes),
            Hostnames = new(hostnames),
            HasHostnames = !hostnames.IsEmpty,
            QuotaGpus = k.Limits?.Gpus ?? 0,
            QuotaCpu = k.Limits?.Cpu ?? 0,
            QuotaMemory = Amount.Memory(k.Limits?.MemoryBytes ?? 0),
        };
    }
}
