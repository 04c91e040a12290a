using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A VLLM_ variable that vLLM does not read any more.</summary>
internal sealed class VllmVariableIgnored : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7013", "vLLM variable without effect", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "`VLLM_USE_V1`, `VLLM_ATTENTION_BACKEND`, `VLLM_ALL2ALL_BACKEND` and others were removed; recipes still print them. An unknown `VLLM_*` is only a warning in vLLM's log. The list is that of vllm/envs.py of August 2026 and is applied from vLLM 0.20 on.",
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  env: {VLLM_ATTENTION_BACKEND: FLASHMLA}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  attention_backend: FLASHMLA\n",
    };

    public VllmVariableIgnored()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s => Faults(s.Deployment))
            .When(s => s.Deployment.Engine.Kind == EngineKind.Vllm && s.Deployment.Engine.Version >= new Version(0, 20));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        foreach (var (name, _) in d.Config.Serving.Env.Where(e => e.Key.StartsWith("VLLM_", StringComparison.Ordinal)))
        {
            if (EngineFlags.IsVllmVariable(name))
            {
                continue;
            }

            var help =
                EngineFlags.VllmReplacement(name) is { Length: > 0 } other ? $"use `{other}`"
                : NearestWord.Find(name, EngineFlags.VllmVariables()) is { } near ? $"did you mean `{near}`?"
                : "remove it";
            yield return new($"serving.env.{name}", $"vLLM does not read `{name}`", help);
        }
    }
}
