using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Operations;

/// <summary>Autoscaling or a judged rollout by metrics that nobody offers.</summary>
internal sealed class MetricsMissing() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9020", "Autoscaling or rollout without metrics", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "`kubernetes.autoscaling`, and `rollout.strategy` canary or blue_green, need `observability.metrics` and an "
                + "engine that exports the metrics they use.",
            Why =
                "Autoscaling counts waiting requests; a canary or blue-green rollout counts failed ones. vLLM and SGLang export "
                + "both; TensorRT-LLM exports neither under a known name. Without them replicas are never added, and a broken "
                + "version is never rolled back.",
            Fix = "Set `observability.metrics: true`. With an engine that lacks the metrics, remove the key named in the message.",
            References =
            [
                new("vLLM: production metrics", "https://docs.vllm.ai/en/latest/usage/metrics/"),
                new("SGLang: production metrics", "https://docs.sglang.ai/references/production_metrics.html"),
            ],
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
                $"`{key}` needs metrics, but `observability.metrics` is false",
                "set `observability.metrics: true`"
            );
        }
        else if (d.Engine.Engine.Metrics(d.Engine) is null)
        {
            yield return new(
                key,
                $"`{key}` needs metrics that {d.Engine.Title} doesn't export",
                $"remove `{key}`, or use {EngineList.Titles(e => e.Metrics(EngineCatalog.Release(e, null, out _)) is not null)}"
            );
        }
    }
}
