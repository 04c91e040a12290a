using System.Globalization;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Targets.Monitoring;

/// <summary>Failed requests in PromQL, for alerts and for rollouts that they end.</summary>
internal static class ErrorRate
{
    /// <summary>Largest share of requests that may end in a server error.</summary>
    public static string Threshold(ObservabilitySection watched) =>
        (watched.ErrorRate ?? ObservabilitySection.ErrorRateDefault).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Share of requests that end in a server error: 0 when none does, no number when there are no requests.</summary>
    public static string OrZero(EngineRelease engine, string selector) =>
        $"({Failed(engine, selector)} or vector(0)) / {All(engine, selector)}";

    /// <summary>The same; without a result when none does.</summary>
    public static string Share(EngineRelease engine, string selector) => $"{Failed(engine, selector)} / {All(engine, selector)}";

    private static string Failed(EngineRelease engine, string selector) =>
        Responses(engine, engine.Kind == EngineKind.Sglang ? $"{selector}, status_code=~\"5..\"" : $"{selector}, status=~\"5..\"");

    private static string All(EngineRelease engine, string selector) => Responses(engine, selector);

    /// <summary>Answers to clients. vLLM's instrumentation leaves out probes and scrapes; SGLang counts them by their own endpoints.</summary>
    private static string Responses(EngineRelease engine, string selector) =>
        engine.Kind == EngineKind.Sglang
            ? $"sum(rate(sglang:http_responses_total{{{selector}, endpoint=~\"/v1/.*\"}}[5m]))"
            : $"sum(rate(http_requests_total{{{selector}}}[5m]))";
}
