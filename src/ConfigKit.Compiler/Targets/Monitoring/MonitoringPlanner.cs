using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Targets.Monitoring;

/// <summary>
/// Decides what is watched. Memory in use is not: engines take their whole share at the start. Metrics are those that
/// the engine's release and the DCGM exporter offer by default.
/// </summary>
internal static class MonitoringPlanner
{
    /// <summary>Which GPU an alert is about, as Prometheus fills it in.</summary>
    private const string Gpu = "GPU {{ $labels.gpu }} of {{ $labels.Hostname }}";

    /// <summary>The percentile of panels and of speed, whatever the workload says of first tokens.</summary>
    private static readonly string UsualPercentile = Number(WorkloadSection.PercentileDefault);

    /// <summary>Share of the KV cache from which on it is nearly full.</summary>
    private const string NearlyFull = "0.95";

    public static MonitoringPlan Plan(DeploymentPlan p)
    {
        var d = p.Deployment;
        return new MonitoringPlan(
            p.Name,
            p.Cluster.Namespace,
            FormattableString.Invariant($"127.0.0.1:{p.Port}"),
            d.Observability.Metrics,
            [.. Alerts(d, p.Name)],
            [.. Panels(d, p.Name)],
            Collector(d.Observability.Tracing)
        );
    }

    private static CollectorPlan? Collector(TracingSettings? tracing) =>
        tracing is null
            ? null
            : new CollectorPlan(
                Tracing.PortOf(tracing.Endpoint),
                tracing.Protocol.Value == TracingProtocol.Http,
                tracing.Backend is { } backend ? Tracing.HostOf(backend) + ":" + Tracing.PortOf(backend) : "",
                tracing.Backend?.StartsWith("http:", StringComparison.Ordinal) == true
            );

    /// <summary>Metric of the requests that wait for a slot; empty when the engine offers none.</summary>
    public static string WaitingMetric(EngineRelease engine) => engine.Engine.Metrics(engine)?.Waiting ?? "";

    private static IEnumerable<AlertPlan> Alerts(Deployment d, string job) =>
        [
            new("EngineDown", $"up{{job=\"{job}\"}} == 0", "5m", "critical", "{{ $labels.instance }} does not answer"),
            .. d.Engine.Engine.Metrics(d.Engine) is { } metrics ? EngineAlerts(d, metrics, job) : [],
            ServerErrors(d, job),
            .. d.Gpu.Vendor == GpuVendor.Nvidia ? GpuAlerts(d, job) : [],
        ];

    private static IEnumerable<AlertPlan> EngineAlerts(Deployment d, EngineMetrics m, string job)
    {
        yield return new(
            "RequestsWait",
            $"{m.Waiting}{{job=\"{job}\"}} > {d.Serving.ManyWaiting}",
            "5m",
            "warning",
            "{{ $value }} requests are waiting for a slot"
        );
        yield return new(
            "KvCacheFull",
            $"{m.CacheUsage}{{job=\"{job}\"}} > {NearlyFull}",
            "10m",
            "warning",
            "KV cache is nearly full: requests wait or are preempted"
        );
        if (d.Workload.TimeToFirstToken is { } patience)
        {
            yield return FirstTokenLate(m, job, patience.TotalSeconds, d.Workload.Percentile);
        }

        if (d.Workload.TokensPerSecondPerUser is { } rate && m.NextToken.Length > 0)
        {
            yield return new(
                "TokensSlow",
                $"{Percentile(UsualPercentile, m.NextToken, job)} > {Number(1 / rate)}",
                "10m",
                "warning",
                $"users get fewer than {Number(rate)} tokens/s"
            );
        }

        if (m.Preemptions.Length > 0)
        {
            yield return new(
                "RequestsPreempted",
                $"rate({m.Preemptions}{{job=\"{job}\"}}[5m]) > 0.1",
                "10m",
                "warning",
                "sequences are evicted from the KV cache and recomputed"
            );
        }
    }

    private static AlertPlan FirstTokenLate(EngineMetrics m, string job, double seconds, double percentile)
    {
        var oneIn = Number(Math.Round(1 / (1 - percentile)));
        return new(
            "FirstTokenLate",
            $"{Percentile(Number(percentile), m.FirstToken, job)} > {Number(seconds)}",
            "5m",
            "warning",
            $"1 in {oneIn} requests waits more than {Number(seconds)} s for the first token"
        );
    }

    private static AlertPlan ServerErrors(Deployment d, string job)
    {
        var errors = ErrorRate.Threshold(d);
        return new(
            "ServerErrors",
            $"{ErrorRate.Share(d.Engine, $"job=\"{job}\"")} > {errors}",
            "5m",
            "critical",
            $"share of requests that fail with a server error is above {errors}"
        );
    }

    private static IEnumerable<AlertPlan> GpuAlerts(Deployment d, string job)
    {
        yield return new(
            "GpuHot",
            $"DCGM_FI_DEV_GPU_TEMP > {d.Observability.GpuTemperature}",
            "5m",
            "warning",
            Gpu + " is at {{ $value }} °C"
        );
        yield return new(
            "GpuXid",
            "changes(DCGM_FI_DEV_XID_ERRORS[10m]) > 0",
            "0m",
            "critical",
            Gpu + " reported a new Xid error: see dmesg"
        );
        yield return new(
            "GpuMemoryErrors",
            "increase(DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS[1h]) > 0",
            "0m",
            "warning",
            $"{Gpu} had uncorrectable memory errors: drain the node and reset the GPU"
        );
        yield return new(
            "GpuRowRemapFailed",
            "DCGM_FI_DEV_ROW_REMAP_FAILURE > 0",
            "0m",
            "critical",
            $"{Gpu} failed to remap a bad memory row: replace it"
        );
        foreach (
            var alert in d.Engine.Engine.Metrics(d.Engine) is { } engine ? Stalls(d, $"sum({engine.Running}{{job=\"{job}\"}}) > 0") : []
        )
        {
            yield return alert;
        }
    }

    /// <summary>
    /// Hardware that stands still while requests run: a hung rank, or links that are down so that traffic goes another
    /// way.
    /// </summary>
    private static IEnumerable<AlertPlan> Stalls(Deployment d, string busy)
    {
        yield return new(
            "GpuIdle",
            $"DCGM_FI_DEV_GPU_UTIL == 0 and on () {busy}",
            "10m",
            "warning",
            Gpu + " is idle while requests are running: a rank may be hung"
        );
        if (d.IsLinked && d.Layout.WorldSize > 1)
        {
            yield return new(
                "NvlinkIdle",
                $"rate(DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL[5m]) == 0 and on () {busy}",
                "10m",
                "warning",
                $"{Gpu} sends nothing over NVLink while requests are running: see nvidia-smi nvlink --status"
            );
        }
    }

    private static IEnumerable<PanelPlan> Panels(Deployment d, string job)
    {
        if (d.Engine.Engine.Metrics(d.Engine) is { } m)
        {
            yield return new("Requests running", $"sum({m.Running}{{job=\"{job}\"}})", "short");
            yield return new("Requests waiting", $"sum({m.Waiting}{{job=\"{job}\"}})", "short");
            yield return new("KV cache in use", $"max({m.CacheUsage}{{job=\"{job}\"}})", "percentunit");
            yield return new("Output tokens", $"sum(rate({m.Generated}{{job=\"{job}\"}}[5m]))", "short");
            yield return new("Time to first token, 95 %", Percentile(UsualPercentile, m.FirstToken, job), "s");
        }

        if (d.Gpu.Vendor == GpuVendor.Nvidia)
        {
            yield return new("GPU temperature", "max by (Hostname, gpu) (DCGM_FI_DEV_GPU_TEMP)", "celsius");
            yield return new("GPU utilisation", "avg by (Hostname, gpu) (DCGM_FI_DEV_GPU_UTIL)", "percent");
            yield return new("GPU memory free", "min by (Hostname, gpu) (DCGM_FI_DEV_FB_FREE)", "decmbytes");
            yield return new("GPU power", "sum by (Hostname) (DCGM_FI_DEV_POWER_USAGE)", "watt");
            yield return new("Tensor cores active", "avg by (Hostname) (DCGM_FI_PROF_PIPE_TENSOR_ACTIVE)", "percentunit");
            if (d.IsLinked && d.Layout.WorldSize > 1)
            {
                yield return new("NVLink", "sum by (Hostname) (rate(DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL[5m]))", "short");
            }
        }
    }

    private static string Percentile(string share, string metric, string job) =>
        $"histogram_quantile({share}, sum by (le) (rate({metric}_bucket{{job=\"{job}\"}}[5m])))";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
