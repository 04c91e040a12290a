using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;
using ConfigKit.Targets.Gateway;
using ConfigKit.Targets.Monitoring;
using ConfigKit.Targets.Sysctl;
using ConfigKit.Text;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Decides what the manifests hold beyond the engine itself.</summary>
internal static class KubernetesPlanner
{
    private const int LongestStabilization = 3600;

    // Room beside the engine: a Job that fetches weights, a shell for debugging.
    private const int SpareCpu = 8;
    private const long SpareMemory = 16 * Quantity.GiB;

    public static KubernetesPlan Plan(DeploymentPlan p, HostPlan host, GatewayPlan? gateway, MonitoringPlan monitoring)
    {
        var (d, k) = (p.Deployment, p.Deployment.Cluster);
        var workload = Workload(d, p.Name);
        var scaling = k.Autoscaling is { } autoscaling ? Scaling(p, autoscaling) : null;
        ImmutableArray<LintWaiver> waivers = [.. WaiverPlanner.Pods(p, workload, scaling)];
        var plan = new KubernetesPlan
        {
            Deployment = p,
            Host = host,
            Collector = monitoring.Collector,
            HeadlessService = gateway?.HeadlessService ?? "",
            Workload = workload,
            AntiAffinity = k.AntiAffinity,
            GpuMemoryMib = k.GpuAffinity ? host.Preflight.GpuMemoryMib : 0,
            DeviceClass = UsesDra(d) ? k.DeviceClass : "",
            Download = DownloadPlanner.Plan(p, waivers),
            Scaling = scaling,
            Route = k.Route is { } route ? Route(route) : null,
            Rollout = RolloutPlanner.Plan(p),
            Limits = k.NamespaceLimits ? Limits(p) : null,
            Waivers = waivers,
        };
        return plan with { Overlays = OverlayPlanner.Plan(plan) };
    }

    private static bool UsesDra(Deployment d) => d.Cluster.GpuAllocation.Value == GpuAllocation.Dra;

    private static WorkloadPlan Workload(Deployment d, string name)
    {
        var hasReplicas = d.Cluster.Autoscaling is null;
        return (d.Nodes, d.Cluster.Workload.Value) switch
        {
            // LeaderWorkerSet makes a headless Service of its own name, by which the pods of a group find each other.
            (> 1, _) => new("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet", name + "-group", "leaderworkerset.yaml", hasReplicas),
            (_, WorkloadKind.StatefulSet) => new("apps/v1", "StatefulSet", name, "statefulset.yaml", hasReplicas),
            _ when d.Rollout.IsArgo => new("argoproj.io/v1alpha1", "Rollout", name, "rollout.yaml", hasReplicas),
            _ => new("apps/v1", "Deployment", name, "deployment.yaml", hasReplicas),
        };
    }

    private static ScalingPlan Scaling(DeploymentPlan p, AutoscalingSettings autoscaling)
    {
        var (d, metric) = (p.Deployment, MonitoringPlanner.WaitingMetric(p.Deployment.Engine));
        return new ScalingPlan
        {
            Controller = autoscaling.Controller,
            Min = d.Replicas.AtStart,
            Max = d.Replicas.Most,
            Waiting = autoscaling.WaitingRequests,
            PodMetric = metric.Replace(':', '_'),
            Query = $"sum({metric}{{job=\"{p.Name}\"}})",
            ScaleDownDelay =
                autoscaling.ScaleDownDelay ?? TimeSpan.FromSeconds(Math.Min(LongestStabilization, p.StartupTimeout.TotalSeconds)),
            PrometheusUrl = d.Observability.PrometheusUrl,
        };
    }

    private static RoutePlan Route(RouteSettings route) =>
        new()
        {
            Hostnames = route.Hostnames,
            Gateway = route.Gateway,
            GatewayNamespace = route.GatewayNamespace,
            Listener = route.Listener ?? "",
            Timeout = GatewayDuration(route.RequestTimeout ?? TimeSpan.Zero),
            EndpointPicker = route.EndpointPicker ?? "",
            EndpointPickerPort = route.EndpointPickerPort,
        };

    /// <summary>At most five digits to a unit (GEP-2257); 0s is no limit.</summary>
    private static string GatewayDuration(TimeSpan time)
    {
        var seconds = (long)Math.Min(Math.Ceiling(time.TotalSeconds), 99_999L * 3600);
        return FormattableString.Invariant(seconds < 100_000 ? $"{seconds}s" : (FormattableString)$"{seconds / 3600}h{seconds % 3600}s");
    }

    /// <summary>The engine's pods, those of an update, and a little beside them.</summary>
    private static NamespaceLimitsPlan Limits(DeploymentPlan p)
    {
        var (d, rollout) = (p.Deployment, p.Deployment.Rollout);
        long replicas = d.Replicas.Most;
        var pods =
            d.Nodes
            * (
                !rollout.SpareGpus ? replicas
                : rollout.IsJudged ? 2 * replicas
                : replicas + 1
            );
        return new NamespaceLimitsPlan
        {
            GpuKey = UsesDra(d) ? d.Cluster.DeviceClass + ".deviceclass.resource.k8s.io/devices" : "requests." + p.Cluster.GpuResource,
            Gpus = pods * d.GpusPerNode,
            Cpu = (pods * p.Cluster.Cpu) + SpareCpu,
            MemoryBytes = (pods * p.Cluster.MemoryBytes) + SpareMemory,
        };
    }
}
