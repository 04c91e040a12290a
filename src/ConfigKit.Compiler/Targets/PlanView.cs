using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using ConfigKit.Targets.Compliance;
using ConfigKit.Targets.Gateway;
using ConfigKit.Targets.Kubernetes;
using ConfigKit.Targets.Monitoring;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets;

/// <summary>The plan as templates see it. Built member by member, because reflection sees nothing in a trimmed binary.</summary>
internal static class PlanView
{
    private const string CacheFolder = "/cache";

    public static ScriptObject Of(DeploymentPlan p)
    {
        var d = p.Deployment;
        var view = new ScriptObject
        {
            ["name"] = p.Name,
            ["model"] = d.Model.Id,
            ["model_folder"] = Defaults.ModelFolder,
            ["host_model_folder"] = d.Config.Hardware.Storage.Path ?? StorageSection.PathDefault,
            ["cache_folder"] = CacheFolder,
            ["engine"] = d.Engine.Engine.Name,
            ["engine_version"] = d.Engine.VersionText,
            ["base_image"] = p.BaseImage,
            ["image"] = p.Image,
            ["user"] = p.User,
            ["port"] = p.Port,
            ["shm_size"] = Size(p.ShmBytes),
            ["shm_bytes"] = p.ShmBytes,
            ["health_path"] = p.HealthPath,
            ["ready_path"] = p.ReadyPath,
            ["start_seconds"] = Seconds(p.StartupTimeout),
            ["drain_seconds"] = Seconds(p.DrainTimeout),
            ["start_probes"] = (Seconds(p.StartupTimeout) + 9) / 10,
            ["progress_seconds"] = Seconds(p.StartupTimeout + (p.Kubernetes.Download?.Timeout ?? TimeSpan.Zero)) + 600,
            ["installs_ray"] = d.UsesRay && d.StartsNodesItself,
            ["is_multi_node"] = d.Nodes > 1,
            ["nodes"] = d.Nodes,
            ["gpus_per_node"] = d.GpusPerNode.Value,
            ["gpu_ids"] = List(d.GpuIds.Select(i => i.ToString(CultureInfo.InvariantCulture))),
            ["has_gpu_ids"] = !d.GpuIds.IsEmpty,
            ["is_nvidia"] = d.Gpu.Vendor == GpuVendor.Nvidia,
            ["has_devices"] = Devices(p).Count > 0,
            ["devices"] = List(Devices(p)),
            ["is_rdma"] = ClusterPlanner.NeedsLockedMemory(d),
            ["labels"] = Labels(p),
            ["environment"] = Variables(p.Environment),
            ["engine_environment"] = Variables([.. p.Environment.Where(e => !e.IsCommunication)]),
            ["communication"] = Variables([.. p.Environment.Where(e => e.IsCommunication)]),
            ["caches"] = Caches(),
            ["secrets"] = Items(p.Secrets, Secret),
            ["file_secrets"] = Items(p.Secrets.Where(s => s.IsFile), Secret),
            ["has_secrets"] = !p.Secrets.IsEmpty,
            ["has_file_secrets"] = p.Secrets.Any(s => s.IsFile),
            ["command"] = List(p.Command.Start(d.Engine.Engine, "\"$NODE_RANK\"", "\"$MASTER_ADDR\"", d.Nodes)),
            ["compose_command"] = List(WithFileSecrets(p, p.Command.Start(d.Engine.Engine, "\"$NODE_RANK\"", "\"$MASTER_ADDR\"", d.Nodes))),
            ["health_command"] = List([
                "python3",
                "-c",
                $"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{p.Port}{p.HealthPath}', timeout=5)",
            ]),
            ["host"] = Host(p.Host),
            ["kubernetes"] = Kubernetes(p),
            ["alerts"] = Items(
                p.Alerts,
                a => new ScriptObject
                {
                    ["name"] = a.Name,
                    ["expression"] = a.Expression,
                    ["for"] = a.For,
                    ["severity"] = a.Severity,
                    ["summary"] = a.Summary,
                }
            ),
            ["engine_target"] = $"127.0.0.1:{p.Port}",
            ["gateway"] = GatewayView.Of(p.Gateway, p.Compliance, p.HealthPath),
            ["compliance"] = ComplianceView.Of(p),
            ["tracing"] = TracingView.Of(p),
            ["trtllm"] = TensorRtLlmView.Of(p),
            ["has_metrics"] = p.Deployment.Config.Observability.Metrics != false,
        };
        KubernetesView.Add(view, p);
        return view;
    }

    /// <summary>Device files of a container: RDMA's, and AMD's GPUs, which have no driver plug-in of Docker.</summary>
    private static List<string> Devices(DeploymentPlan p) =>
        [
            .. ClusterPlanner.NeedsLockedMemory(p.Deployment) ? ["/dev/infiniband"] : Array.Empty<string>(),
            .. p.Deployment.Gpu.Vendor == GpuVendor.Amd ? ["/dev/kfd", "/dev/dri"] : Array.Empty<string>(),
        ];

    private static ScriptObject Host(HostPlan h) =>
        new()
        {
            ["sysctl"] = Items(
                h.Sysctl,
                s => new ScriptObject
                {
                    ["key"] = s.Key,
                    ["value"] = s.Value,
                    ["comment"] = new Comment(s.Comment),
                }
            ),
            ["transparent_hugepages"] = h.TransparentHugepages,
            ["memlock"] = h.Memlock,
            ["systemd_memlock"] = h.Memlock == "unlimited" ? "infinity" : h.Memlock + "K",
            ["hugepages_1gi"] = h.Hugepages1Gi,
            ["loads_peermem"] = h.LoadsPeermem,
            ["preflight"] = Preflight(h.Preflight),
        };

    private static ScriptObject Preflight(PreflightPlan p) =>
        new()
        {
            ["gpus"] = p.Gpus,
            ["gpu_memory_mib"] = p.GpuMemoryMib,
            ["driver"] = p.Driver,
            ["needs_link"] = p.NeedsLink,
            ["has_numa_nodes"] = !p.NumaNodes.IsEmpty,
            ["numa_nodes"] = List(p.NumaNodes.Select(n => n.ToString(CultureInfo.InvariantCulture))),
            ["memory_mib"] = p.MemoryMib,
            ["disk_mib"] = p.DiskMib,
            ["rdma_devices"] = p.RdmaDevices,
            ["interface"] = p.Interface,
        };

    private static ScriptObject Kubernetes(DeploymentPlan p)
    {
        var (k, c) = (p.Deployment.Config.Kubernetes, p.Cluster);
        var start = p.Command.Start(p.Deployment.Engine.Engine, "\"$LWS_WORKER_INDEX\"", "\"$LWS_LEADER_ADDRESS\"", p.Deployment.Nodes);
        return new ScriptObject
        {
            ["namespace"] = c.Namespace,
            ["pod_security"] = c.PodSecurity,
            ["replicas"] = p.Replicas,
            ["group_size"] = c.GroupSize,
            ["gpu_resource"] = c.GpuResource,
            ["rdma_resource"] = k.RdmaResource ?? "",
            ["memory"] = Size(c.MemoryBytes),
            ["cpu"] = c.Cpu,
            ["service_port"] = c.ServicePort,
            ["headless_service"] = p.Gateway?.HeadlessService ?? "",
            ["claim_name"] = c.ClaimName,
            ["claim_size"] = Size(c.ClaimBytes),
            ["writes_claim"] = k.Storage.ExistingClaim is null,
            ["storage_class"] = k.Storage.Class ?? "",
            ["access_mode"] = c.IsReadWriteMany ? "ReadWriteMany" : "ReadWriteOnce",
            ["node_selector"] = Items(c.NodeSelector, s => new ScriptObject { ["key"] = s.Key, ["value"] = s.Value }),
            ["has_node_selector"] = !c.NodeSelector.IsEmpty,
            ["runtime_class"] = k.RuntimeClass ?? "",
            ["image_pull_secrets"] = List(k.ImagePullSecrets.IsDefault ? [] : k.ImagePullSecrets),
            ["has_image_pull_secrets"] = !k.ImagePullSecrets.IsDefaultOrEmpty,
            ["host_network"] = k.HostNetwork == true,
            ["allowed_namespaces"] = List(k.AllowedNamespaces.IsDefault ? [] : k.AllowedNamespaces),
            ["command"] = List(start.Select(NotExpanded)),
            ["secret_name"] = p.Name + "-secrets",
            ["config_name"] = p.Name + "-env",
            ["scrapes_metrics"] = p.Deployment.Config.Observability.Metrics != false,
            ["is_rolling"] = p.Deployment.Config.Rollout.Strategy != RolloutStrategy.Recreate,
            ["surge"] = p.Deployment.Config.Rollout.SpareGpus == true ? 1 : 0,
            ["unavailable"] = p.Deployment.Config.Rollout.SpareGpus == true ? 0 : 1,
        };
    }

    /// <summary>Kubernetes replaces $(NAME) in commands; $$(NAME) stands for itself.</summary>
    public static string NotExpanded(string argument) => argument.Replace("$(", "$$(", StringComparison.Ordinal);

    /// <summary>A Compose secret is a file; the engines want a variable.</summary>
    private static IEnumerable<string> WithFileSecrets(DeploymentPlan p, ImmutableArray<string> command)
    {
        var exports = string.Concat(
            p.Secrets.Where(s => s.IsFile).Select(s => $"{s.Variable}=\"$(cat /run/secrets/{s.Key})\"; export {s.Variable}; ")
        );
        return exports.Length == 0 ? command : ["/bin/sh", "-c", exports + "exec \"$@\"", "sh", .. command];
    }

    private static ScriptObject Secret(SecretReference s) =>
        new()
        {
            ["variable"] = s.Variable,
            ["key"] = s.Key,
            ["source"] = s.Source,
            ["reference"] = new Interpolation(s.Source, "set it in the environment"),
            ["is_file"] = s.IsFile,
        };

    private static ScriptArray Variables(ImmutableArray<EnvironmentVariable> variables) =>
        Items(
            variables,
            v => new ScriptObject
            {
                ["name"] = v.Name,
                ["value"] = v.Value,
                ["comment"] = new Comment(v.Comment),
            }
        );

    private static ScriptArray Labels(DeploymentPlan p)
    {
        var labels = new SortedDictionary<string, string>(p.Deployment.Config.Container.Labels, StringComparer.Ordinal);
        labels.TryAdd("org.opencontainers.image.title", p.Name);
        labels.TryAdd(
            "org.opencontainers.image.description",
            $"{p.Deployment.Engine.Title} {p.Deployment.Engine.VersionText} serving {p.Deployment.Model.Id}"
        );
        labels.TryAdd("org.opencontainers.image.version", p.Deployment.Engine.VersionText);
        labels.TryAdd("org.opencontainers.image.base.name", p.BaseImage);
        return Items(labels, l => new ScriptObject { ["name"] = l.Key, ["value"] = l.Value });
    }

    /// <summary>Caches that the engines write; the image itself is read-only.</summary>
    private static ScriptArray Caches() =>
        Items(CacheFolders.Under(CacheFolder), c => new ScriptObject { ["name"] = c.Name, ["value"] = c.Value });

    private static ScriptArray List(IEnumerable<string> items) => [.. items];

    private static ScriptArray Items<T>(IEnumerable<T> items, Func<T, ScriptObject> view) => [.. items.Select(view)];

    private static long Seconds(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds);

    /// <summary>Bytes as Kubernetes and Docker write them: whole GiB where it is one.</summary>
    private static string Size(long bytes) =>
        bytes % Quantity.GiB == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Quantity.GiB}Gi")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / Quantity.MiB}Mi");
}
