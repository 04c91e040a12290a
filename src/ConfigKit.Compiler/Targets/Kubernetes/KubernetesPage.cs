using ConfigKit.Rendering;
using ConfigKit.Targets.Monitoring;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>What the templates of manifests see beside the deployment.</summary>
internal sealed record KubernetesPage : View
{
    /// <summary>A rollout may wait this long beyond its start before it counts as failed.</summary>
    private const int SecondsBeyondStart = 600;

    private const int SecondsBetweenProbes = 10;

    public required bool IsChart { get; init; }
    public required ManifestValue Image { get; init; }
    public required long StartProbes { get; init; }
    public required long ProgressSeconds { get; init; }
    public required KubernetesView Kubernetes { get; init; }
    public bool HasDownload => Download is not null;
    public required DownloadView? Download { get; init; }

    /// <summary>Variables of what fetches the weights; null where the engine does it.</summary>
    public Block? DownloadEnvironment { get; init; }

    public required ScalingView? Scaling { get; init; }
    public bool HasRoute => Route is not null;
    public required RouteView? Route { get; init; }
    public required RolloutView? Rollout { get; init; }
    public required LimitsView? Limits { get; init; }
    public required TracingView? Tracing { get; init; }

    public static KubernetesPage Of(KubernetesPlan k, ManifestValues values, RenderedWaivers waivers)
    {
        var p = k.Deployment;
        var start = Amount.Seconds(p.StartupTimeout);
        return new KubernetesPage
        {
            IsChart = values.IsChart,
            Image = values.Image,
            StartProbes = (start + SecondsBetweenProbes - 1) / SecondsBetweenProbes,
            ProgressSeconds = Amount.Seconds(p.StartupTimeout + (k.Download?.Timeout ?? TimeSpan.Zero)) + SecondsBeyondStart,
            Kubernetes = KubernetesView.Of(k, values, waivers.Pods),
            Download = k.Download is { } download ? DownloadView.Of(download, p, values, waivers.Download) : null,
            Scaling = k.Scaling is { } scaling ? ScalingView.Of(scaling, values, waivers.Scaling) : null,
            Route = k.Route is { } route ? RouteView.Of(route, k, values) : null,
            Rollout = k.Rollout is { } rollout ? RolloutView.Of(rollout, k) : null,
            Limits = k.Limits is { } limits ? LimitsView.Of(limits, values, waivers) : null,
            Tracing = TracingView.Of(k.Collector),
        };
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["is_chart"] = IsChart,
            ["image"] = Image.Script,
            ["start_probes"] = StartProbes,
            ["progress_seconds"] = ProgressSeconds,
            ["kubernetes"] = Kubernetes.ToScript(),
            ["has_download"] = HasDownload,
            ["download"] = Download?.ToScript(),
            ["download_environment"] = DownloadEnvironment,
            ["scaling"] = Scaling?.ToScript(),
            ["has_route"] = HasRoute,
            ["route"] = Route?.ToScript(),
            ["rollout"] = Rollout?.ToScript(),
            ["limits"] = Limits?.ToScript(),
            ["tracing"] = Tracing?.ToScript(),
        };
}

/// <summary>Which pod of a group <c>pod.yaml</c> writes.</summary>
internal sealed record PodPage(bool HasServer) : View
{
    public override ScriptObject ToScript() => new() { ["has_server"] = HasServer };
}

/// <summary>The pods of a workload, rendered.</summary>
/// <param name="Pod">Of a Deployment, StatefulSet or Rollout.</param>
/// <param name="LeaderPod">The first of a group.</param>
/// <param name="WorkerPod">The others of a group.</param>
internal sealed record WorkloadPage(Block Pod, Block LeaderPod, Block WorkerPod) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["pod"] = Pod,
            ["leader_pod"] = LeaderPod,
            ["worker_pod"] = WorkerPod,
        };
}
