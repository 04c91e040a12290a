using System.Globalization;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Planning;

/// <summary>
/// Decides what is watched. Memory in use is not: engines take their whole share at the start. Metrics are those that
/// the engine's release and the DCGM exporter offer by default.
/// </summary>
internal static class MonitoringPlanner
{
    private const int HotDegrees = 85;
    private const double DefaultErrorRate = 0.05;

    public static IEnumerable<AlertPlan> Alerts(Deployment d, string job)
    {
        var watched = d.Config.Observability;
        var metrics = Metrics.Of(d.Engine);
        yield return new("EngineDown", $"up{{job=\"{job}\"}} == 0", "5m", "critical", "{{ $labels.instance }} does not answer");
        if (metrics is { } m)
        {
            var waiting = Math.Max(1, d.Serving.MaxNumSeqs / 10);
            yield return new("RequestsWait", $"{m.Waiting}{{job=\"{job}\"}} > {waiting}", "5m", "warning", "{{ $value }} requests wait for a slot");
            yield return new("KvCacheFull", $"{m.CacheUsage}{{job=\"{job}\"}} > 0.95", "10m", "warning", "the KV cache is nearly full: requests wait or are preempted");
            if (d.Config.Workload.TimeToFirstToken is { } patience)
            {
                var share = Number(d.Config.Workload.Percentile ?? 0.95);
                yield return new(
                    "FirstTokenLate", $"histogram_quantile({share}, sum by (le) (rate({m.FirstToken}_bucket{{job=\"{job}\"}}[5m]))) > {Number(patience.TotalSeconds)}", "5m", "warning",
                    $"one request in {Number(Math.Round(1 / (1 - (d.Config.Workload.Percentile ?? 0.95))))} waits longer than {Number(patience.TotalSeconds)} s for its first token");
            }

            if (m.Preemptions.Length > 0)
            {
                yield return new("RequestsPreempted", $"rate({m.Preemptions}{{job=\"{job}\"}}[5m]) > 0.1", "10m", "warning", "sequences are thrown out of the KV cache and computed again");
            }
        }

        var errors = ErrorThreshold(watched);
        yield return new(
            "ServerErrors", $"{Failed(d.Engine, $"job=\"{job}\"")} / {All(d.Engine, $"job=\"{job}\"")} > {errors}", "5m", "critical",
            $"more than {errors} of the requests end in a server error");
        if (d.Gpu.Vendor == "nvidia")
        {
            yield return new("GpuHot", $"DCGM_FI_DEV_GPU_TEMP > {watched.GpuTemperature ?? HotDegrees}", "5m", "warning", "GPU {{ $labels.gpu }} of {{ $labels.Hostname }} has {{ $value }} degrees");
            yield return new("GpuXid", "changes(DCGM_FI_DEV_XID_ERRORS[10m]) > 0", "0m", "critical", "GPU {{ $labels.gpu }} of {{ $labels.Hostname }} reports a new Xid error: see dmesg");
            yield return new("GpuRowRemapFailed", "DCGM_FI_DEV_ROW_REMAP_FAILURE > 0", "0m", "critical", "memory of GPU {{ $labels.gpu }} of {{ $labels.Hostname }} can't be repaired: replace it");
        }
    }

    public static IEnumerable<(string Title, string Expression, string Unit)> Panels(Deployment d, string job)
    {
        if (Metrics.Of(d.Engine) is { } m)
        {
            yield return ("Requests running", $"sum({m.Running}{{job=\"{job}\"}})", "short");
            yield return ("Requests waiting", $"sum({m.Waiting}{{job=\"{job}\"}})", "short");
            yield return ("KV cache in use", $"max({m.CacheUsage}{{job=\"{job}\"}})", "percentunit");
            yield return ("Output tokens", $"sum(rate({m.Generated}{{job=\"{job}\"}}[5m]))", "short");
            yield return ("Time to first token, 95 %", $"histogram_quantile(0.95, sum by (le) (rate({m.FirstToken}_bucket{{job=\"{job}\"}}[5m])))", "s");
        }

        if (d.Gpu.Vendor == "nvidia")
        {
            yield return ("GPU temperature", "max by (Hostname, gpu) (DCGM_FI_DEV_GPU_TEMP)", "celsius");
            yield return ("GPU power", "sum by (Hostname) (DCGM_FI_DEV_POWER_USAGE)", "watt");
            yield return ("Tensor cores active", "avg by (Hostname) (DCGM_FI_PROF_PIPE_TENSOR_ACTIVE)", "percentunit");
        }
    }

    /// <summary>Largest share of requests that may end in a server error.</summary>
    public static string ErrorThreshold(ObservabilitySection watched) => Number(watched.ErrorRate ?? DefaultErrorRate);

    /// <summary>Share of requests that end in a server error: 0 when none does, no number when there are no requests.</summary>
    public static string ErrorRate(EngineRelease engine, string selector) => $"({Failed(engine, selector)} or vector(0)) / {All(engine, selector)}";

    /// <summary>Metric of the requests that wait for a slot; empty when the engine offers none.</summary>
    public static string WaitingMetric(EngineRelease engine) => Metrics.Of(engine)?.Waiting ?? "";

    private static string Failed(EngineRelease engine, string selector) => Responses(engine, engine.Kind == EngineKind.Sglang ? $"{selector}, status_code=~\"5..\"" : $"{selector}, status=~\"5..\"");

    private static string All(EngineRelease engine, string selector) => Responses(engine, selector);

    /// <summary>Answers to clients. vLLM's instrumentation leaves probes and scrapes out; SGLang counts them by their own endpoints.</summary>
    private static string Responses(EngineRelease engine, string selector) =>
        engine.Kind == EngineKind.Sglang ? $"sum(rate(sglang:http_responses_total{{{selector}, endpoint=~\"/v1/.*\"}}[5m]))" : $"sum(rate(http_requests_total{{{selector}}}[5m]))";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Names of the engine's own metrics.</summary>
    private sealed record Metrics(string Running, string Waiting, string CacheUsage, string FirstToken, string Generated, string Preemptions)
    {
        // The name changed with vLLM's second engine.
        private static readonly Version FirstWithKvName = new(0, 9);

        public static Metrics? Of(EngineRelease engine) => engine.Kind switch
        {
            EngineKind.Vllm => new(
                "vllm:num_requests_running", "vllm:num_requests_waiting", engine.Version >= FirstWithKvName ? "vllm:kv_cache_usage_perc" : "vllm:gpu_cache_usage_perc",
                "vllm:time_to_first_token_seconds", "vllm:generation_tokens_total", "vllm:num_preemptions_total"),
            EngineKind.Sglang => new(
                "sglang:num_running_reqs", "sglang:num_queue_reqs", "sglang:token_usage", "sglang:time_to_first_token_seconds", "sglang:generation_tokens_total", ""),
            _ => null,
        };
    }
}
