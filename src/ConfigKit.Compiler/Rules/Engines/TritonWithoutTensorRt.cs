using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A Triton repository for an engine that it is not written for.</summary>
internal sealed class TritonWithoutTensorRt : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7028", "Triton for another engine", Severity.Error)
    {
        Explanation =
            "The target `triton` is the model of TensorRT-LLM's LLM API on one node. vLLM and SGLang have servers of their own, which all other targets use; several nodes would need MPI around Triton.",
        Bad = Examples.R1OnH200 + "triton: {}\n",
        Good = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1") + "triton: {}\n",
    };

    public TritonWithoutTensorRt()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Engine.Kind == EngineKind.TensorRtLlm && d.Nodes == 1)
            .Reports(s => new Finding(
                s.Deployment.Config.Triton is null ? "targets" : "triton",
                s.Deployment.Engine.Kind == EngineKind.TensorRtLlm
                    ? $"Triton is written for one node; there are {s.Deployment.Nodes}"
                    : $"Triton is written for TensorRT-LLM; the engine is {EngineNames.TitleOf(s.Deployment.Engine.Kind)}",
                s.Deployment.Engine.Kind == EngineKind.TensorRtLlm
                    ? "use one node, or remove `triton`"
                    : "set `serving.engine: tensorrt-llm`, or remove `triton`"
            ))
            .When(s => IsAsked(s.Deployment.Config));

    private static bool IsAsked(DeepSeekConfig config) => config.Triton is not null || config.Names(TargetNames.Triton);
}
