using System.Globalization;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>What the manifests hold beyond the engine itself, as templates see it.</summary>
internal static class KubernetesView
{
    private const int LoadCpu = 2;
    private const string LoadMemory = "8Gi";

    // Where the DaemonSet's container sees the node, and the folder there that it copies its files to.
    private const string Node = "/node";
    private const string NodeFolder = "/run/deepseek-config";

    /// <summary>Adds to the view of the engine's own objects.</summary>
    public static void Add(ScriptObject view, DeploymentPlan p)
    {
        var k = p.Kubernetes;
        var kubernetes = view.Part("kubernetes");
        Workload(kubernetes, p, k);
        Pods(kubernetes, p, k);
        view["has_download"] = k.Download is not null;
        view["download"] = k.Download is { } download ? Download(download, p) : new ScriptObject();
        view["scaling"] = k.Scaling is { } scaling ? Scaling(scaling) : new ScriptObject();
        view["has_route"] = k.Route is not null;
        view["route"] = k.Route is { } route ? Route(route, k.Rollout, p.Cluster.Namespace) : new ScriptObject();
        view["rollout"] = k.Rollout is { } rollout ? Rollout(rollout, p) : new ScriptObject();
        view["limits"] = k.Limits is { } limits ? Limits(limits) : new ScriptObject();
        view["is_chart"] = false;
        view["host_command"] = List(HostCommand());
        view["host_sleep"] = List(["sleep", "infinity"]);
    }

    /// <summary>Waivers by the program that they speak to.</summary>
    public static ScriptObject Waivers(IEnumerable<LintWaiver> waivers)
    {
        var all = waivers.OrderBy(w => w.Check, StringComparer.Ordinal).ToList();
        return new ScriptObject
        {
            ["kube_linter"] = Of(LintTool.KubeLinter),
            ["kube_score"] = Of(LintTool.KubeScore),
            ["kube_score_ids"] = string.Join(',', all.Where(w => w.Tool == LintTool.KubeScore).Select(w => w.Check)),
            ["polaris"] = Of(LintTool.Polaris),
            ["trivy"] = Of(LintTool.Trivy),
        };

        ScriptArray Of(LintTool tool) =>
            [
                .. all.Where(w => w.Tool == tool)
                    .Select(w => new ScriptObject
                    {
                        ["check"] = w.Check,
                        ["text"] = w.Reason,
                        ["reason"] = new Comment(w.Reason),
                    }),
            ];
    }

    private static void Workload(ScriptObject view, DeploymentPlan p, KubernetesPlan k)
    {
        var config = p.Deployment.Config.Kubernetes;
        view["workload_name"] = k.Workload.Name;
        view["workload_api"] = k.Workload.ApiVersion;
        view["workload_kind"] = k.Workload.Kind;
        view["has_replicas"] = k.Workload.HasReplicas;
        view["full_replicas"] = p.Replicas;
        view["color"] = "";
        view["pods_service"] = p.Name + "-pods";
        view["has_storage_class"] = config.Storage.Class is not null;
        view["pull_policy"] = PullPolicy(p.Deployment.Config.Container.Image is not null);
        view["priority_class"] = config.PriorityClass ?? (config.Priority is null ? "" : p.Name);
        view["priority"] = config.Priority ?? 0;
        view["default_deny"] = p.Name + "-default-deny";
        view["host_name"] = p.Name + "-host";
        if (k.Route is { } route && route.GatewayNamespace != p.Cluster.Namespace)
        {
            view["allowed_namespaces"] = List(
                (view["allowed_namespaces"] as ScriptArray ?? [])
                    .OfType<string>()
                    .Append(route.GatewayNamespace)
                    .Distinct()
                    .Order(StringComparer.Ordinal)
            );
        }
    }

    private static void Pods(ScriptObject view, DeploymentPlan p, KubernetesPlan k)
    {
        var (d, config) = (p.Deployment, p.Deployment.Config.Kubernetes);
        var waits = k.Download is { IsJob: true, IsObjectStore: false };
        view["has_affinity"] = k.AntiAffinity is not null || k.GpuMemoryMib > 0;
        view["anti_affinity"] = k.AntiAffinity?.ToString().ToLowerInvariant() ?? "";
        view["gpu_memory_above"] = k.GpuMemoryMib > 0 ? (k.GpuMemoryMib - 1).ToString(CultureInfo.InvariantCulture) : "";
        view["gpu_product"] = d.Gpu.ProductLabel;
        view["device_class"] = k.DeviceClass;
        view["claim_template"] = p.Name + "-gpus";
        view["device_selector"] =
            k.DeviceClass == "gpu.nvidia.com"
                ? $"device.capacity[\"gpu.nvidia.com\"].memory.compareTo(quantity(\"{p.Host.Preflight.GpuMemoryMib}Mi\")) >= 0"
                : "";
        view["hugepages"] = Hugepages(config);
        view["is_host_path"] = config.Storage.Kind == ModelStore.HostPath;
        view["mounts_claim"] = config.Workload != WorkloadKind.StatefulSet || config.Storage.ExistingClaim is not null;
        view["is_offline"] = waits;
        view["has_env"] = waits || !p.Secrets.IsEmpty;
        view["downloads"] = (d.Config.Model.Path is null && !waits) || k.Download is { IsJob: false };
        view["download_port"] = k.Download?.Port ?? 443;
    }

    private static ScriptArray Hugepages(KubernetesSection k)
    {
        (string Size, int? Pages)[] kinds = [("1Gi", k.Hugepages1Gi), ("2Mi", k.Hugepages2Mi)];
        return
        [
            .. kinds
                .Where(h => h.Pages > 0)
                .Select(h => new ScriptObject
                {
                    ["resource"] = "hugepages-" + h.Size,
                    ["size"] = h.Size == "1Gi" ? $"{h.Pages}Gi" : $"{2L * h.Pages}Mi",
                    ["volume"] = "hugepages-" + h.Size.ToLowerInvariant(),
                    ["folder"] = "/dev/hugepages-" + h.Size,
                    ["medium"] = "HugePages-" + h.Size,
                }),
        ];
    }

    private static ScriptObject Download(DownloadPlan download, DeploymentPlan p) =>
        new()
        {
            ["is_job"] = download.IsJob,
            ["is_object_store"] = download.IsObjectStore,
            ["job_name"] = download.JobName,
            ["image"] = download.Image,
            ["pull_policy"] = PullPolicy(download.Image != p.Image || p.Deployment.Config.Container.Image is not null),
            ["command"] = List(download.Command.Select(PlanView.NotExpanded)),
            ["wait_command"] = List(["/bin/sh", "-c", "until [ -e \"$0\" ]; do echo waiting for \"$0\"; sleep 10; done", download.Marker]),
            ["keys"] = List(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]),
            ["secrets"] = new ScriptArray(
                p.Secrets.Where(s => s.Variable == "HF_TOKEN").Select(s => new ScriptObject { ["variable"] = s.Variable, ["key"] = s.Key })
            ),
            ["timeout"] = Seconds(download.Timeout),
            ["cpu"] = LoadCpu,
            ["memory"] = LoadMemory,
        };

    private static ScriptObject Scaling(ScalingPlan s) =>
        new()
        {
            ["min"] = s.Min,
            ["max"] = s.Max,
            ["waiting"] = s.Waiting,
            ["waiting_text"] = s.Waiting.ToString(CultureInfo.InvariantCulture),
            ["pod_metric"] = s.PodMetric,
            ["query"] = s.Query,
            ["delay"] = Seconds(s.ScaleDownDelay),
            ["prometheus"] = s.PrometheusUrl,
            ["has_waivers"] = WaiverPlanner.Scaling(s).Any(),
        };

    private static ScriptObject Route(RoutePlan r, RolloutPlan? rollout, string own) =>
        new()
        {
            ["hostnames"] = List(r.Hostnames),
            ["has_hostnames"] = !r.Hostnames.IsEmpty,
            ["gateway"] = r.Gateway,
            ["gateway_namespace"] = r.GatewayNamespace,
            ["has_gateway_namespace"] = r.GatewayNamespace != own,
            ["listener"] = r.Listener,
            ["timeout"] = r.Timeout,
            ["has_pool"] = r.EndpointPicker.Length > 0,
            ["endpoint_picker"] = r.EndpointPicker,
            ["endpoint_picker_port"] = r.EndpointPickerPort,
            ["splits"] = rollout is { IsArgo: true, IsCanary: true },
        };

    private static ScriptObject Rollout(RolloutPlan r, DeploymentPlan p)
    {
        var view = new ScriptObject
        {
            ["is_canary"] = r.IsCanary,
            ["new_service"] = r.NewService,
            ["analysis"] = p.Name + "-errors",
            ["weights"] = new ScriptArray(r.Weights),
            ["analysis_time"] = $"{Seconds(r.AnalysisTime)}s",
            ["interval"] = $"{RolloutPlanner.SecondsBetweenChecks}s",
            ["interval_seconds"] = RolloutPlanner.SecondsBetweenChecks,
            ["checks"] = r.Checks,
            ["success"] = $"len(result) == 0 || isNaN(result[0]) || result[0] <= {r.Threshold}",
            ["failure"] = $"len(result) > 0 && !isNaN(result[0]) && result[0] > {r.Threshold}",
            ["threshold"] = r.Threshold,
            ["query"] = r.Query,
            ["prometheus"] = r.PrometheusUrl,
            ["first_replicas"] = r.IsCanary ? 1 : p.Replicas,
            ["strategy"] = r.IsCanary ? "canary" : "blue_green",
            ["is_group"] = p.Kubernetes.Workload.Kind == "LeaderWorkerSet",
            ["resource"] = p.Kubernetes.Workload.Kind.ToLowerInvariant(),
        };
        foreach (var color in RolloutPlanner.Colors(p))
        {
            view["query_" + color.Name] = color.Query;
        }

        return view;
    }

    private static ScriptObject Limits(NamespaceLimitsPlan l) =>
        new()
        {
            ["gpu_key"] = l.GpuKey,
            ["gpus"] = l.Gpus,
            ["cpu"] = l.Cpu,
            ["memory"] = l.MemoryBytes % Quantity.GiB == 0 ? $"{l.MemoryBytes / Quantity.GiB}Gi" : $"{l.MemoryBytes / Quantity.MiB}Mi",
        };

    /// <summary>The script runs in the node's own root, for its sysctl, modprobe and systemctl.</summary>
    private static IEnumerable<string> HostCommand() =>
        [
            "/bin/sh",
            "-c",
            $"mkdir -p {Node}{NodeFolder} && cp /settings/90-deepseek.conf /settings/deepseek-host.sh {Node}{NodeFolder}/ && exec chroot {Node} /bin/bash {NodeFolder}/deepseek-host.sh apply",
        ];

    /// <summary>An image with a registry is asked for at each start, which checks the pull secrets; layers that are there are not fetched again.</summary>
    private static string PullPolicy(bool isPulled) => isPulled ? "Always" : "IfNotPresent";

    private static ScriptArray List(IEnumerable<string> items) => [.. items];

    private static long Seconds(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds);
}
