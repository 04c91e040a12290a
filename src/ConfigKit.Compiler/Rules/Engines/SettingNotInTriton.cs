using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Engines;

/// <summary>A setting that Triton does not take, or ports that it can't share.</summary>
internal sealed class SettingNotInTriton() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7030", "Setting not supported by Triton", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Behind Triton the engine has no command line, so `serving.extra_args` don't reach it; HTTP (`serving.port`), "
                + "gRPC and metrics need three different ports.",
            Why = "Arguments have no effect; with a shared port Triton fails to start.",
            Fix = "Use keys of this file, or add options to `1/model.yaml` by their LLM API names; choose different ports.",
            References = [SourceLinks.Triton],
        },
        Bad = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1") + "triton: {grpc_port: 8000}\n",
        Good = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1") + "triton: {grpc_port: 9001}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!d.Targets.HasSection(TargetNames.Triton) || !d.Engine.Engine.RunsInTriton)
        {
            yield break;
        }

        if (!d.Serving.ExtraArguments.IsEmpty)
        {
            yield return new(
                "serving.extra_args",
                "`serving.extra_args` don't reach the engine behind Triton",
                "use keys of this file, or options in `1/model.yaml`"
            );
        }

        (string Key, int Port)[] ports =
        [
            ("serving.port", d.Serving.Port),
            ("triton.grpc_port", d.Triton.GrpcPort),
            ("triton.metrics_port", d.Triton.MetricsPort),
        ];
        foreach (var shared in ports.GroupBy(p => p.Port).Where(g => g.Count() > 1))
        {
            yield return new(
                shared.Last().Key,
                $"{string.Join(" and ", shared.Select(p => $"`{p.Key}`"))} use the same port {shared.Key}",
                $"choose another port for `{shared.Last().Key}`"
            );
        }
    }
}
