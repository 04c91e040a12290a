using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Operations;

/// <summary>Autoscaling or a judged rollout by metrics that nobody offers.</summary>
internal sealed class MetricsMissing() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9020", "Decision by metrics that are not there", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "Autoscaling counts the requests that wait; a canary or blue-green rollout counts the requests that fail. Both are "
                + "metrics of vLLM and SGLang. TensorRT-LLM offers neither under a known name, and with `observability.metrics: "
                + "false` nobody collects them: replicas would never be added, and a broken version would never be undone.",
        },
        Bad = Examples.R1OnH200 + "observability: {metrics: false}\nkubernetes:\n  autoscaling: {max_replicas: 2}\n",
        Good = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var key =
            d.Cluster.Autoscaling is not null ? "kubernetes.autoscaling"
            : d.Rollout.IsJudged ? "rollout.strategy"
            : "";
        if (key.Length == 0)
        {
            yield break;
        }

        if (!d.Observability.Metrics)
        {
            yield return new(
                "observability.metrics",
                $"`{key}` decides by metrics, and metrics are off",
                "set `observability.metrics: true`"
            );
        }
        else if (d.Engine.Engine.Metrics(d.Engine) is null)
        {
            yield return new(
                key,
                $"`{key}` decides by metrics that {d.Engine.Title} does not offer",
                $"leave `{key}` out, or use {EngineList.Titles(e => e.Metrics(EngineCatalog.Release(e, null, out _)) is not null)}"
            );
        }
    }
}
