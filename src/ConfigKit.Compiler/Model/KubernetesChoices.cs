using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The object that owns the pods of one-node replicas.</summary>
internal enum WorkloadKind
{
    Deployment,
    StatefulSet,
}

/// <summary>How a pod gets its GPUs.</summary>
internal enum GpuAllocation
{
    DevicePlugin,
    Dra,
}

/// <summary>Whether replicas may share a node.</summary>
internal enum AntiAffinity
{
    Preferred,
    Required,
}

/// <summary>What holds the weights.</summary>
internal enum ModelStore
{
    Claim,
    HostPath,
}

/// <summary>Who fetches the weights before the engine starts.</summary>
internal enum ModelDownload
{
    InitContainer,
    Job,
}

/// <summary>The words of keys in <c>kubernetes</c>.</summary>
internal static class KubernetesChoices
{
    public static ImmutableArray<Choice<WorkloadKind>> Workloads { get; } =
    [
        new("deployment", WorkloadKind.Deployment, "replicas share one volume of weights"),
        new("stateful_set", WorkloadKind.StatefulSet, "each replica has its own volume of weights"),
    ];

    public static ImmutableArray<Choice<GpuAllocation>> Allocations { get; } =
    [
        new("device_plugin", GpuAllocation.DevicePlugin, "the extended resource of a device plugin"),
        new("dra", GpuAllocation.Dra, "a ResourceClaimTemplate (dynamic resource allocation, Kubernetes 1.34 or newer)"),
    ];

    public static ImmutableArray<Choice<AntiAffinity>> AntiAffinities { get; } =
    [
        new("preferred", AntiAffinity.Preferred, "on separate nodes where possible"),
        new("required", AntiAffinity.Required, "never two on one node"),
    ];

    public static ImmutableArray<Choice<ModelStore>> Stores { get; } =
    [
        new("claim", ModelStore.Claim, "a PersistentVolumeClaim; its storage class selects Ceph, Lustre or others"),
        new("host_path", ModelStore.HostPath, "the folder hardware.storage.path on each node; not allowed by the Pod Security baseline"),
    ];

    public static ImmutableArray<Choice<ModelDownload>> Downloads { get; } =
    [
        new("init_container", ModelDownload.InitContainer, "each pod, before its engine starts"),
        new("job", ModelDownload.Job, "one Job that the pods wait for"),
    ];
}
