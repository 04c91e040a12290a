using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Rules.Engines;

/// <summary>A Triton repository for an engine that it is not written for.</summary>
internal sealed class TritonWithoutTensorRt() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7028", "Triton with an unsupported engine", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "The target `triton` is a model repository for TensorRT-LLM's LLM API on one node. vLLM and SGLang have servers "
                + "of their own, which all other targets use.",
            Why = "Triton would have no backend for the engine; several nodes would need MPI around it.",
            Fix = "Use TensorRT-LLM on one node, or remove `triton`.",
            References = [SourceLinks.Triton],
        },
        Bad = Examples.R1OnH200 + "triton: {}\n",
        Good = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1") + "triton: {}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (targets, engine, nodes) = (s.Deployment.Targets, s.Deployment.Engine.Engine, s.Deployment.Nodes);
        if (!targets.HasSection(TargetNames.Triton) && !targets.Names(TargetNames.Triton))
        {
            yield break;
        }

        var key = targets.HasSection(TargetNames.Triton) ? "triton" : "targets";
        if (!engine.RunsInTriton)
        {
            yield return new Finding(
                key,
                $"`triton` supports {EngineList.Titles(e => e.RunsInTriton)} only; the engine is {engine.Title}",
                $"set {EngineList.Edits(e => e.RunsInTriton)}, or remove `triton`"
            );
        }
        else if (nodes != 1)
        {
            yield return new Finding(
                key,
                $"`triton` supports one node only; the deployment has {nodes}",
                "use one node, or remove `triton`"
            );
        }
    }
}
