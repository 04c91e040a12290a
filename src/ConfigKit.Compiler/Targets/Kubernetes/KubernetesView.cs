using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Resolution.Settings;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>The engine's own objects as templates see them.</summary>
internal sealed record KubernetesView : View
{
    public required ManifestValue Namespace { get; init; }
    public required string PodSecurity { get; init; }
    public required ManifestValue Replicas { get; init; }

    /// <summary>Replicas after a rollout.</summary>
    public required int FullReplicas { get; init; }

    public required int GroupSize { get; init; }
    public required string GpuResource { get; init; }
    public required string RdmaResource { get; init; }
    public required ManifestValue Memory { get; init; }
    public required ManifestValue Cpu { get; init; }
    public required ManifestValue ServicePort { get; init; }
    public required string HeadlessService { get; init; }
    public required string PodsService { get; init; }
    public required string ClaimName { get; init; }
    public required ManifestValue ClaimSize { get; init; }
    public required bool WritesClaim { get; init; }
    public required bool MountsClaim { get; init; }
    public required bool IsHostPath { get; init; }
    public required bool HasStorageClass { get; init; }
    public required ManifestValue StorageClass { get; init; }
    public required string AccessMode { get; init; }
    public required ImmutableArray<LabelView> NodeSelector { get; init; }
    public bool HasNodeSelector => !NodeSelector.IsEmpty;

    /// <summary>The same as one mapping, in a chart.</summary>
    public required ManifestValue NodeSelectorMap { get; init; }

    public required string RuntimeClass { get; init; }
    public required ImmutableArray<string> ImagePullSecrets { get; init; }
    public bool HasImagePullSecrets => !ImagePullSecrets.IsEmpty;
    public required string PullPolicy { get; init; }
    public required bool HostNetwork { get; init; }
    public required ImmutableArray<string> AllowedNamespaces { get; init; }
    public required ImmutableArray<string> Command { get; init; }
    public required string SecretName { get; init; }
    public required string ConfigName { get; init; }
    public required bool ScrapesMetrics { get; init; }
    public required bool IsRolling { get; init; }
    public required int Surge { get; init; }
    public required int Unavailable { get; init; }
    public required string WorkloadName { get; init; }
    public required string WorkloadApi { get; init; }
    public required string WorkloadKind { get; init; }
    public required bool HasReplicas { get; init; }

    /// <summary>One of the two versions of a plain rollout; empty elsewhere.</summary>
    public required string Color { get; init; }

    public required string PriorityClass { get; init; }
    public required int Priority { get; init; }
    public required string DefaultDeny { get; init; }
    public required string HostName { get; init; }
    public bool HasAffinity => AntiAffinity.Length > 0 || GpuMemoryAbove.Length > 0;
    public required string AntiAffinity { get; init; }

    /// <summary>MiB, as the node's label says it; empty when the label is not asked.</summary>
    public required string GpuMemoryAbove { get; init; }

    public required string GpuProduct { get; init; }
    public required string DeviceClass { get; init; }
    public required string DeviceSelector { get; init; }
    public required string ClaimTemplate { get; init; }
    public required ImmutableArray<HugepagesView> Hugepages { get; init; }
    public required bool IsOffline { get; init; }
    public required bool HasEnv { get; init; }
    public required bool Downloads { get; init; }
    public required int DownloadPort { get; init; }
    public required Block Waivers { get; init; }
    public required Block TrivyWaivers { get; init; }

    /// <summary>The manifests that kustomization.yaml lists.</summary>
    public required ImmutableArray<string> Files { get; init; }

    public static KubernetesView Of(KubernetesPlan plan, ManifestValues values, WaiverBlocks waivers)
    {
        var (p, c, d) = (plan.Deployment, plan.Deployment.Cluster, plan.Deployment.Deployment);
        var k = d.Cluster;
        var waits = plan.Download is { IsJob: true, IsObjectStore: false };
        var start = p.Command.Start(d.Engine.Engine, "\"$LWS_WORKER_INDEX\"", "\"$LWS_LEADER_ADDRESS\"", d.Nodes);
        return new KubernetesView
        {
            Namespace = values.Namespace,
            PodSecurity = c.PodSecurity,
            Replicas = values.Replicas,
            FullReplicas = p.Replicas,
            GroupSize = c.GroupSize,
            GpuResource = c.GpuResource,
            RdmaResource = k.RdmaResource ?? "",
            Memory = values.Memory,
            Cpu = values.Cpu,
            ServicePort = values.ServicePort,
            HeadlessService = plan.HeadlessService,
            PodsService = p.Name + "-pods",
            ClaimName = c.ClaimName,
            ClaimSize = values.ClaimSize,
            WritesClaim = k.Volume.ExistingClaim is null,
            MountsClaim = k.Workload.Value != Model.WorkloadKind.StatefulSet || k.Volume.ExistingClaim is not null,
            IsHostPath = k.Volume.Kind.Value == ModelStore.HostPath,
            HasStorageClass = values.HasStorageClass,
            StorageClass = values.StorageClass,
            AccessMode = c.IsReadWriteMany ? "ReadWriteMany" : "ReadWriteOnce",
            NodeSelector = [.. c.NodeSelector.Select(s => new LabelView(s.Key, s.Value))],
            NodeSelectorMap = values.NodeSelector,
            RuntimeClass = k.RuntimeClass ?? "",
            ImagePullSecrets = k.ImagePullSecrets,
            PullPolicy = ContainerText.PullPolicy(d.Container.IsPulled),
            HostNetwork = k.HostNetwork,
            AllowedNamespaces = Allowed(plan),
            Command = [.. start.Select(ContainerText.NotExpanded)],
            SecretName = p.Name + "-secrets",
            ConfigName = p.Name + "-env",
            ScrapesMetrics = d.Observability.Metrics,
            IsRolling = d.Rollout.Strategy.Value != RolloutStrategy.Recreate,
            Surge = d.Rollout.SpareGpus ? 1 : 0,
            Unavailable = d.Rollout.SpareGpus ? 0 : 1,
            WorkloadName = plan.Workload.Name,
            WorkloadApi = plan.Workload.ApiVersion,
            WorkloadKind = plan.Workload.Kind,
            HasReplicas = plan.Workload.HasReplicas,
            Color = "",
            PriorityClass = k.PodPriorityClass,
            Priority = k.Priority ?? 0,
            DefaultDeny = p.Name + "-default-deny",
            HostName = p.Name + "-host",
            AntiAffinity = plan.AntiAffinity?.ToString().ToLowerInvariant() ?? "",
            GpuMemoryAbove = plan.GpuMemoryMib > 0 ? (plan.GpuMemoryMib - 1).ToString(CultureInfo.InvariantCulture) : "",
            GpuProduct = d.Gpu.ProductLabel,
            DeviceClass = plan.DeviceClass,
            DeviceSelector = Selector(plan),
            ClaimTemplate = p.Name + "-gpus",
            Hugepages = HugepagesView.Of(k),
            IsOffline = waits,
            HasEnv = waits || !p.Secrets.IsEmpty,
            // SGLang asks ModelScope for the list of files at each start, however complete its folder is
            // (server_args.py, snapshot_download).
            Downloads = (d.Source.Path is null && (!waits || d.Source.IsModelScope)) || plan.Download is { IsJob: false },
            DownloadPort = plan.Download?.Port ?? d.Source.HubPort,
            Waivers = waivers.Annotations,
            TrivyWaivers = waivers.Comments,
            Files = [.. ManifestList.Of(plan, values.IsChart)],
        };
    }

    /// <summary>The stated namespaces, and that of the Gateway.</summary>
    private static ImmutableArray<string> Allowed(KubernetesPlan plan)
    {
        var allowed = plan.Deployment.Deployment.Cluster.AllowedNamespaces;
        return plan.Route is { } route && route.GatewayNamespace != plan.Deployment.Cluster.Namespace
            ? [.. allowed.Append(route.GatewayNamespace).Distinct().Order(StringComparer.Ordinal)]
            : allowed;
    }

    /// <summary>NVIDIA's driver says the memory of each device.</summary>
    private static string Selector(KubernetesPlan plan) =>
        plan.DeviceClass == "gpu.nvidia.com"
            ? "device.capacity[\"gpu.nvidia.com\"].memory.compareTo(quantity(\""
                + FormattableString.Invariant($"{plan.Host.Preflight.GpuMemoryMib}Mi")
                + "\")) >= 0"
            : "";

    public override ScriptObject ToScript() =>
        new()
        {
            ["namespace"] = Namespace.Script,
            ["pod_security"] = PodSecurity,
            ["replicas"] = Replicas.Script,
            ["full_replicas"] = FullReplicas,
            ["group_size"] = GroupSize,
            ["gpu_resource"] = GpuResource,
            ["rdma_resource"] = RdmaResource,
            ["memory"] = Memory.Script,
            ["cpu"] = Cpu.Script,
            ["service_port"] = ServicePort.Script,
            ["headless_service"] = HeadlessService,
            ["pods_service"] = PodsService,
            ["claim_name"] = ClaimName,
            ["claim_size"] = ClaimSize.Script,
            ["writes_claim"] = WritesClaim,
            ["mounts_claim"] = MountsClaim,
            ["is_host_path"] = IsHostPath,
            ["has_storage_class"] = HasStorageClass,
            ["storage_class"] = StorageClass.Script,
            ["access_mode"] = AccessMode,
            ["node_selector"] = List(NodeSelector),
            ["has_node_selector"] = HasNodeSelector,
            ["node_selector_map"] = NodeSelectorMap.Script,
            ["runtime_class"] = RuntimeClass,
            ["image_pull_secrets"] = List(ImagePullSecrets),
            ["has_image_pull_secrets"] = HasImagePullSecrets,
            ["pull_policy"] = PullPolicy,
            ["host_network"] = HostNetwork,
            ["allowed_namespaces"] = List(AllowedNamespaces),
            ["command"] = List(Command),
            ["secret_name"] = SecretName,
            ["config_name"] = ConfigName,
            ["scrapes_metrics"] = ScrapesMetrics,
            ["is_rolling"] = IsRolling,
            ["surge"] = Surge,
            ["unavailable"] = Unavailable,
            ["workload_name"] = WorkloadName,
            ["workload_api"] = WorkloadApi,
            ["workload_kind"] = WorkloadKind,
            ["has_replicas"] = HasReplicas,
            ["color"] = Color,
            ["priority_class"] = PriorityClass,
            ["priority"] = Priority,
            ["default_deny"] = DefaultDeny,
            ["host_name"] = HostName,
            ["has_affinity"] = HasAffinity,
            ["anti_affinity"] = AntiAffinity,
            ["gpu_memory_above"] = GpuMemoryAbove,
            ["gpu_product"] = GpuProduct,
            ["device_class"] = DeviceClass,
            ["device_selector"] = DeviceSelector,
            ["claim_template"] = ClaimTemplate,
            ["hugepages"] = List(Hugepages),
            ["is_offline"] = IsOffline,
            ["has_env"] = HasEnv,
            ["downloads"] = Downloads,
            ["download_port"] = DownloadPort,
            ["waivers"] = Waivers,
            ["trivy_waivers"] = TrivyWaivers,
            ["files"] = List(Files),
        };
}

/// <summary>Huge pages of a size, as a pod asks for and mounts them.</summary>
internal sealed record HugepagesView(string Resource, string Size, string Volume, string Folder, string Medium) : View
{
    public static ImmutableArray<HugepagesView> Of(ClusterSettings k)
    {
        (string Size, string? Sum)[] kinds =
        [
            ("1Gi", k.Hugepages1Gi.Value is > 0 and var large ? FormattableString.Invariant($"{large}Gi") : null),
            ("2Mi", k.Hugepages2Mi.Value is > 0 and var small ? FormattableString.Invariant($"{2L * small}Mi") : null),
        ];
        return
        [
            .. from kind in kinds
            where kind.Sum is not null
            select new HugepagesView(
                "hugepages-" + kind.Size,
                kind.Sum,
                "hugepages-" + kind.Size.ToLowerInvariant(),
                "/dev/hugepages-" + kind.Size,
                "HugePages-" + kind.Size
            ),
        ];
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["resource"] = Resource,
            ["size"] = Size,
            ["volume"] = Volume,
            ["folder"] = Folder,
            ["medium"] = Medium,
        };
}
