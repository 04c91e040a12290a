using System.Collections.Immutable;

namespace ConfigKit.Targets;

/// <summary>How the deployment appears in a cluster, all decided.</summary>
internal sealed record ClusterPlan
{
    public required string Namespace { get; init; }
    public required string GpuResource { get; init; }

    /// <summary>Bytes of the memory request and limit of a pod.</summary>
    public required long MemoryBytes { get; init; }

    public required int Cpu { get; init; }
    public required int ServicePort { get; init; }
    public required long ClaimBytes { get; init; }
    public required string ClaimName { get; init; }
    public required bool IsReadWriteMany { get; init; }

    /// <summary>Pods that share a replica: its nodes.</summary>
    public required int GroupSize { get; init; }

    /// <summary>Pod Security level that the namespace needs.</summary>
    public required string PodSecurity { get; init; }

    public required ImmutableSortedDictionary<string, string> NodeSelector { get; init; }
}
