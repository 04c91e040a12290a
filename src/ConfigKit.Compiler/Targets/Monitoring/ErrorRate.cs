using System.Globalization;
using ConfigKit.Engines;
using ConfigKit.Resolution;

namespace ConfigKit.Targets.Monitoring;

/// <summary>Failed requests in PromQL, for alerts and for rollouts that they end.</summary>
internal static class ErrorRate
{
    /// <summary>Largest share of requests that may end in a server error.</summary>
    public static string Threshold(Deployment d) => d.Observability.ErrorRate.Value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Share of requests that end in a server error: 0 when none does, no number when there are no requests.</summary>
    public static string OrZero(EngineRelease engine, string selector) =>
        $"({engine.Engine.Responses.Failed(selector)} or vector(0)) / {engine.Engine.Responses.All(selector)}";

    /// <summary>The same; without a result when none does.</summary>
    public static string Share(EngineRelease engine, string selector) =>
        $"{engine.Engine.Responses.Failed(selector)} / {engine.Engine.Responses.All(selector)}";
}
