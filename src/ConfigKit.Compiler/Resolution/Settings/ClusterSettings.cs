using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>How the deployment appears in a cluster.</summary>
internal sealed record ClusterSettings
{
    public required Setting<string> Namespace { get; init; }
    public required ModelVolume Volume { get; init; }

    /// <summary>Extended resource of the GPU device plugin.</summary>
    public required Setting<string> GpuResource { get; init; }

    /// <summary>Extended resource of the RDMA device plugin; null: pods ask for none.</summary>
    public string? RdmaResource { get; init; }

    /// <summary>Node labels that the pods need, beside the GPU's product.</summary>
    public required ImmutableSortedDictionary<string, string> NodeSelector { get; init; }

    /// <summary>Null: the cluster's default runtime.</summary>
    public string? RuntimeClass { get; init; }

    /// <summary>A PriorityClass that is there already; null: none is named.</summary>
    public string? PriorityClass { get; init; }

    /// <summary>Value of a PriorityClass that is written; null: none is.</summary>
    public int? Priority { get; init; }

    /// <summary>PriorityClass of the pods, there already or written; empty: the cluster's default.</summary>
    public required string PodPriorityClass { get; init; }

    public required ImmutableArray<string> ImagePullSecrets { get; init; }
    public required Setting<bool> HostNetwork { get; init; }

    /// <summary>Bytes of the memory request and limit of a pod; null: by the checkpoint, whose bytes only the estimate knows.</summary>
    public long? Memory { get; init; }

    /// <summary>CPU request of a pod, in cores.</summary>
    public required Setting<int> Cpu { get; init; }

    public required Setting<int> ServicePort { get; init; }

    /// <summary>Namespaces, beside its own, whose pods may call the endpoint.</summary>
    public required ImmutableArray<string> AllowedNamespaces { get; init; }

    /// <summary>The object that owns the pods of replicas on one node.</summary>
    public required Setting<WorkloadKind> Workload { get; init; }

    public required Setting<GpuAllocation> GpuAllocation { get; init; }

    /// <summary>DeviceClass of the GPUs, for <see cref="Model.GpuAllocation.Dra"/>.</summary>
    public required Setting<string> DeviceClass { get; init; }

    /// <summary>Whether pods require the GPU's memory and product of the node's labels.</summary>
    public required Setting<bool> GpuAffinity { get; init; }

    /// <summary>Whether replicas may share a node; null: nothing is said of it.</summary>
    public required Setting<AntiAffinity?> AntiAffinity { get; init; }

    public required Setting<int> Hugepages2Mi { get; init; }
    public required Setting<int> Hugepages1Gi { get; init; }
    public required Setting<bool> NamespaceLimits { get; init; }
    public required Setting<bool> DefaultDeny { get; init; }
    public required Setting<bool> HostTuning { get; init; }

    /// <summary>Null without autoscaling.</summary>
    public AutoscalingSettings? Autoscaling { get; init; }

    /// <summary>Null without a route.</summary>
    public RouteSettings? Route { get; init; }
}
