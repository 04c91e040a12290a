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
    public static IEnumerable<AlertPlan> Alerts(Deployment d, string job)
    {
        var watched = d.Config.Observability;
        var metrics = d.Engine.Engine.Metrics(d.Engine);
        yield return new("EngineDown", $"up{{job=\"{job}\"}} == 0", "5m", "critical", "{{ $labels.instance }} does not answer");
        if (metrics is { } m)
        {
            var waiting = Math.Max(1, d.Serving.MaxNumSeqs / 10);
            yield return new(
                "RequestsWait",
                $"{m.Waiting}{{job=\"{job}\"}} > {waiting}",
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
                var share = Number(d.Config.Workload.Percentile ?? WorkloadSection.PercentileDefault);
                yield return new(
                    "FirstTokenLate",
                    $"histogram_quantile({share}, sum by (le) (rate({m.FirstToken}_bucket{{job=\"{job}\"}}[5m]))) > {Number(patience.TotalSeconds)}",
                    "5m",
                    "warning",
                    $"one request in {Number(Math.Round(1 / (1 - (d.Config.Workload.Percentile ?? WorkloadSection.PercentileDefault))))} waits longer than {Number(patience.TotalSeconds)} s for its first token"
                );
            }

            if (d.Config.Workload.TokensPerSecondPerUser is { } rate && m.NextToken.Length > 0)
            {
                yield return new(
                    "TokensSlow",
                    $"histogram_quantile(0.95, sum by (le) (rate({m.NextToken}_bucket{{job=\"{job}\"}}[5m]))) > {Number(1 / rate)}",
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

        var (errors, answers) = (ErrorThreshold(watched), d.Engine.Engine.Responses);
        yield return new(
            "ServerErrors",
            $"{answers.Failed($"job=\"{job}\"")} / {answers.All($"job=\"{job}\"")} > {errors}",
            "5m",
            "critical",
            $"more than {errors} of the requests end in a server error"
        );
        if (d.Gpu.Vendor == GpuVendor.Nvidia)
        {
            yield return new(
                "GpuHot",
                $"DCGM_FI_DEV_GPU_TEMP > {watched.GpuTemperature ?? ObservabilitySection.GpuTemperatureDefault}",
                "5m",
                "warning",
                "GPU {{ $labels.gpu }} of {{ $labels.Hostname }} has {{ $value }} degrees"
            );
            yield return new(
                "GpuXid",
                "changes(DCGM_FI_DEV_XID_ERRORS[10m]) > 0",
                "0m",
                "critical",
                "GPU {{ $labels.gpu }} of {{ $labels.Hostname }} reports a new Xid error: see dmesg"
            );
            yield return new(
                "GpuMemoryErrors",
                "increase(DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS[1h]) > 0",
                "0m",
                "warning",
                "memory of GPU {{ $labels.gpu }} of {{ $labels.Hostname }} had errors that could not be corrected: drain the node and reset the GPU"
            );
            yield return new(
                "GpuRowRemapFailed",
                "DCGM_FI_DEV_ROW_REMAP_FAILURE > 0",
                "0m",
                "critical",
                "memory of GPU {{ $labels.gpu }} of {{ $labels.Hostname }} can't be repaired: replace it"
            );
            foreach (var alert in metrics is { } engine ? Stalls(d, $"sum({engine.Running}{{job=\"{job}\"}}) > 0") : [])
            {
                yield return alert;
            }
        }
    }

    /// <summary>Hardware that stands still while requests run: a hung rank, or links that are down so that traffic goes another way.</summary>
    private static IEnumerable<AlertPlan> Stalls(Deployment d, string busy)
    {
        yield return new(
            "GpuIdle",
            $"DCGM_FI_DEV_GPU_UTIL == 0 and on () {busy}",
            "10m",
            "warning",
            "GPU {{ $labels.gpu }} of {{ $labels.Hostname }} does nothing while requests run: a rank hangs"
        );
        if (d.IsLinked && d.Layout.WorldSize > 1)
        {
            yield return new(
                "NvlinkIdle",
                $"rate(DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL[5m]) == 0 and on () {busy}",
                "10m",
                "warning",
                "NVLink of GPU {{ $labels.gpu }} of {{ $labels.Hostname }} carries nothing while requests run: see nvidia-smi nvlink --status"
            );
        }
    }

    public static IEnumerable<(string Title, string Expression, string Unit)> Panels(Deployment d, string job)
    {
        if (d.Engine.Engine.Metrics(d.Engine) is { } m)
        {
            yield return ("Requests running", $"sum({m.Running}{{job=\"{job}\"}})", "short");
            yield return ("Requests waiting", $"sum({m.Waiting}{{job=\"{job}\"}})", "short");
            yield return ("KV cache in use", $"max({m.CacheUsage}{{job=\"{job}\"}})", "percentunit");
            yield return ("Output tokens", $"sum(rate({m.Generated}{{job=\"{job}\"}}[5m]))", "short");
            yield return (
                "Time to first token, 95 %",
                $"histogram_quantile(0.95, sum by (le) (rate({m.FirstToken}_bucket{{job=\"{job}\"}}[5m])))",
                "s"
            );
        }

        if (d.Gpu.Vendor == GpuVendor.Nvidia)
        {
            yield return ("GPU temperature", "max by (Hostname, gpu) (DCGM_FI_DEV_GPU_TEMP)", "celsius");
            yield return ("GPU utilisation", "avg by (Hostname, gpu) (DCGM_FI_DEV_GPU_UTIL)", "percent");
            yield return ("GPU memory free", "min by (Hostname, gpu) (DCGM_FI_DEV_FB_FREE)", "decmbytes");
            yield return ("GPU power", "sum by (Hostname) (DCGM_FI_DEV_POWER_USAGE)", "watt");
            yield return ("Tensor cores active", "avg by (Hostname) (DCGM_FI_PROF_PIPE_TENSOR_ACTIVE)", "percentunit");
            if (d.IsLinked && d.Layout.WorldSize > 1)
            {
                yield return ("NVLink", "sum by (Hostname) (rate(DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL[5m]))", "short");
            }
        }
    }

    /// <summary>Largest share of requests that may end in a server error.</summary>
    public static string ErrorThreshold(ObservabilitySection watched) => Number(watched.ErrorRate ?? ObservabilitySection.ErrorRateDefault);

    /// <summary>Share of requests that end in a server error: 0 when none does, no number when there are no requests.</summary>
    public static string ErrorRate(EngineRelease engine, string selector) =>
        $"({engine.Engine.Responses.Failed(selector)} or vector(0)) / {engine.Engine.Responses.All(selector)}";

    /// <summary>Metric of the requests that wait for a slot; empty when the engine offers none.</summary>
    public static string WaitingMetric(EngineRelease engine) => engine.Engine.Metrics(engine)?.Waiting ?? "";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
