namespace ConfigKit.Targets.Monitoring;

/// <summary>What is scraped, alerted and drawn, and where traces go.</summary>
internal sealed class MonitoringTarget : Target<MonitoringPlan>
{
    private MonitoringTarget() { }

    public static MonitoringTarget Instance { get; } = new();

    public override string Name => "monitoring";

    public override string Description => "Prometheus configuration and alerts, the same for its operator, and a Grafana dashboard";

    public override bool IsDefault => true;

    public override MonitoringPlan Plan(TargetPlans plans) => MonitoringPlanner.Plan(plans.Deployment);

    protected override IEnumerable<GeneratedFile> Files(MonitoringPlan plan, TargetRenderer renderer)
    {
        var page = MonitoringPage.Of(plan);
        yield return renderer.File("monitoring/prometheus.yaml", page);
        yield return renderer.File("monitoring/alerts.yaml", page);
        yield return renderer.File("monitoring/servicemonitor.yaml", page);
        yield return renderer.File("monitoring/prometheusrule.yaml", page);
        yield return new("monitoring/grafana-dashboard.json", GrafanaDashboard.Write(plan));
        if (plan.Collector is not null)
        {
            yield return renderer.File("monitoring/otel-collector.yaml", page);
        }
    }
}
