using System.Collections.Immutable;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Monitoring;

/// <summary>What is watched as templates see it.</summary>
internal sealed record MonitoringPage : View
{
    public required string EngineTarget { get; init; }
    public required bool HasMetrics { get; init; }
    public required ImmutableArray<AlertView> Alerts { get; init; }
    public required NamespaceView Kubernetes { get; init; }
    public required TracingView? Tracing { get; init; }

    public static MonitoringPage Of(MonitoringPlan m) =>
        new()
        {
            EngineTarget = m.Scrape,
            HasMetrics = m.HasMetrics,
            Alerts = [.. m.Alerts.Select(a => new AlertView(a.Name, a.Expression, a.For, a.Severity, a.Summary))],
            Kubernetes = new NamespaceView(m.Namespace),
            Tracing = TracingView.Of(m.Collector),
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["engine_target"] = EngineTarget,
            ["has_metrics"] = HasMetrics,
            ["alerts"] = List(Alerts),
            ["kubernetes"] = Kubernetes.ToScript(),
            ["tracing"] = Tracing?.ToScript(),
        };
}

/// <summary>One alert.</summary>
internal sealed record AlertView(string Name, string Expression, string For, string Severity, string Summary) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["expression"] = Expression,
            ["for"] = For,
            ["severity"] = Severity,
            ["summary"] = Summary,
        };
}

/// <summary>Where the operator's objects lie.</summary>
internal sealed record NamespaceView(string Namespace) : View
{
    public override ScriptObject ToScript() => new() { ["namespace"] = Namespace };
}

/// <summary>Where traces go.</summary>
internal sealed record TracingView(int Port, bool IsHttp, string Listen, string Backend, bool BackendInsecure) : View
{
    /// <summary>Null where none are sent.</summary>
    public static TracingView? Of(CollectorPlan? c) =>
        c is null
            ? null
            : new TracingView(c.Port, c.IsHttp, FormattableString.Invariant($"0.0.0.0:{c.Port}"), c.Backend, c.IsBackendInsecure);

    public override ScriptObject ToScript() =>
        new()
        {
            ["port"] = Port,
            ["is_http"] = IsHttp,
            ["listen"] = Listen,
            ["backend"] = Backend,
            ["backend_insecure"] = BackendInsecure,
        };
}
