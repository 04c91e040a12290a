using System.Collections.Immutable;

namespace ConfigKit.Targets.Monitoring;

/// <summary>What is watched, all decided.</summary>
/// <param name="Job">Name of the scrape job.</param>
/// <param name="Namespace">Where the operator's objects lie.</param>
/// <param name="Scrape">Host and port of the engine on its node.</param>
/// <param name="HasMetrics">Whether the engine offers its own metrics.</param>
/// <param name="Collector">Null where no traces are sent.</param>
internal sealed record MonitoringPlan(
    string Job,
    string Namespace,
    string Scrape,
    bool HasMetrics,
    ImmutableArray<AlertPlan> Alerts,
    ImmutableArray<PanelPlan> Panels,
    CollectorPlan? Collector
);

/// <summary>One alert.</summary>
/// <param name="For">How long the expression must hold, as Prometheus writes durations.</param>
internal sealed record AlertPlan(string Name, string Expression, string For, string Severity, string Summary);

/// <summary>What a dashboard draws.</summary>
/// <param name="Expression">PromQL.</param>
/// <param name="Unit">As Grafana names it.</param>
internal sealed record PanelPlan(string Title, string Expression, string Unit);

/// <summary>Where traces go.</summary>
/// <param name="Port">On which the collector listens.</param>
/// <param name="IsHttp">OTLP over HTTP rather than gRPC.</param>
/// <param name="Backend">Host and port to which the collector sends them on; empty: it only prints them.</param>
internal sealed record CollectorPlan(int Port, bool IsHttp, string Backend, bool IsBackendInsecure);
