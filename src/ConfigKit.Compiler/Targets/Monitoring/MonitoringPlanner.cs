using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Targets.Monitoring;

/// <summary>
/// Decides what is watched. Memory in use is not: engines take their whole share at the start. Metrics are those that
/// the engine's release and the DCGM exporter offer by default.
/// </summary>
internal static class MonitoringPlanner
{
    /// <summary>Which GPU an alert is about, as Prometheus fills it in.</summary>
    private const string Gpu = "GPU {{ $labels.gpu }} of {{ $labels.Hostname }}";

    /// <summary>Requests that wait are many once they are this part of the slots.</summary>
    public const int SlotsPerWaiting = 10;

    public static MonitoringPlan Plan(DeploymentPlan p)
    {
        var d = p.Deployment;
        return new MonitoringPlan(
            p.Name,
            p.Cluster.Namespace,
            FormattableString.Invariant($"127.0.0.1:{p.Port}"),
            d.Config.Observability.Metrics ?? ObservabilitySection.MetricsDefault,
            [.. Alerts(d, p.Name)],
            [.. Panels(d, p.Name)],
            Collector(d.Config.Observability.Tracing)
        );
    }

    public static CollectorPlan? Collector(TracingSection? tracing) =>
        tracing?.OtlpEndpoint is not { } endpoint
            ? null
            : new CollectorPlan(
                Tracing.PortOf(endpoint),
                tracing.Protocol == TracingProtocol.Http,
                tracing.Backend is { } backend ? Tracing.HostOf(backend) + ":" + Tracing.PortOf(backend) : "",
                tracing.Backend?.StartsWith("http:", StringComparison.Ordinal) == true
            );

    /// <summary>Metric of the requests that wait for a slot; empty when the engine offers none.</summary>
    public static string WaitingMetric(EngineRelease engine) => engine.Engine.Metrics(engine)?.Waiting ?? "";

    private static IEnumerable<AlertPlan> Alerts(Deployment d, string job) =>
        [
            new("EngineDown", $"up{{job=\"{job}\"}} == 0", "5m", "critical", "{{ $labels.instance }} does not answer"),
            .. d.Engine.Engine.Metrics(d.Engine) is { } metrics ? EngineAlerts(d, metrics, job) : [],
            .. HasAnswers(d.Engine) ? [ServerErrors(d, job)] : Array.Empty<AlertPlan>(),
            .. d.Gpu.Vendor == GpuVendor.Nvidia ? GpuAlerts(d, job) : [],
        ];

    private static IEnumerable<AlertPlan> EngineAlerts(Deployment d, EngineMetrics m, string job)
    {
        yield return new(
            "RequestsWait",
            $"{m.Waiting}{{job=\"{job}\"}} > {Math.Max(1, d.Serving.MaxNumSeqs / SlotsPerWaiting)}",
            "5m",
            "warning",
            "{{ $value }} requests wait for a slot"
        );
        yield return new(
            "KvCacheFull",
            $"{m.CacheUsage}{{job=\"{job}\"}} > 0.95",
            "10m",
            "warning",
            "the KV cache is nearly full: requests wait or are preempted"
        );
        if (d.Config.Workload.TimeToFirstToken is { } patience)
        {
            yield return FirstTokenLate(m, job, patience.TotalSeconds, d.Config.Workload.Percentile ?? WorkloadSection.PercentileDefault);
        }

        if (d.Config.Workload.TokensPerSecondPerUser is { } rate && m.NextToken.Length > 0)
        {
            yield return new(
                "TokensSlow",
                $"{Percentile("0.95", m.NextToken, job)} > {Number(1 / rate)}",
                "10m",
                "warning",
                $"users see fewer than {Number(rate)} tokens a second"
            );
        }

        if (m.Preemptions.Length > 0)
        {
            yield return new(
                "RequestsPreempted",
                $"rate({m.Preemptions}{{job=\"{job}\"}}[5m]) > 0.1",
                "10m",
                "warning",
                "sequences are thrown out of the KV cache and computed again"
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
            $"one request in {oneIn} waits longer than {Number(seconds)} s for its first token"
        );
    }

    /// <summary>Whether answers are counted; a counter without a colon is not the engine's own but its web framework's.</summary>
    private static bool HasAnswers(EngineRelease engine) =>
        !engine.Engine.Responses.Name.Contains(':', StringComparison.Ordinal) || engine.Offers(engine.Engine.Responses.Name);

    private static AlertPlan ServerErrors(Deployment d, string job)
    {
        var errors = ErrorRate.Threshold(d.Config.Observability);
        return new(
            "ServerErrors",
            $"{ErrorRate.Share(d.Engine, $"job=\"{job}\"")} > {errors}",
            "5m",
            "critical",
            $"more than {errors} of the requests end in a server error"
        );
    }

    private static IEnumerable<AlertPlan> GpuAlerts(Deployment d, string job)
    {
        yield return new(
            "GpuHot",
            $"DCGM_FI_DEV_GPU_TEMP > {d.Config.Observability.GpuTemperature ?? ObservabilitySection.GpuTemperatureDefault}",
            "5m",
            "warning",
            Gpu + " has {{ $value }} degrees"
        );
        yield return new(
            "GpuXid",
            "changes(DCGM_FI_DEV_XID_ERRORS[10m]) > 0",
            "0m",
            "critical",
            Gpu + " reports a new Xid error: see dmesg"
        );
        yield return new(
            "GpuMemoryErrors",
            "increase(DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS[1h]) > 0",
            "0m",
            "warning",
            $"memory of {Gpu} had errors that could not be corrected: drain the node and reset the GPU"
        );
        yield return new(
            "GpuRowRemapFailed",
            "DCGM_FI_DEV_ROW_REMAP_FAILURE > 0",
            "0m",
            "critical",
            $"memory of {Gpu} can't be repaired: replace it"
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
            Gpu + " does nothing while requests run: a rank hangs"
        );
        if (d.IsLinked && d.Layout.WorldSize > 1)
        {
            yield return new(
                "NvlinkIdle",
                $"rate(DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL[5m]) == 0 and on () {busy}",
                "10m",
                "warning",
                $"NVLink of {Gpu} carries nothing while requests run: see nvidia-smi nvlink --status"
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
            yield return new("Time to first token, 95 %", Percentile("0.95", m.FirstToken, job), "s");
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
