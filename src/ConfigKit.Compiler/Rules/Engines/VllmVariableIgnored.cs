using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A VLLM_ variable that vLLM does not read any more.</summary>
internal sealed class VllmVariableIgnored : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7013", "vLLM variable without effect", Severity.Warning)
    {
        Explanation =
            "`VLLM_USE_V1`, `VLLM_ATTENTION_BACKEND`, `VLLM_ALL2ALL_BACKEND` and others were removed; recipes still print them. An unknown `VLLM_*` is only a warning in vLLM's log. The list is that of vllm/envs.py of August 2026 and is applied from vLLM 0.20 on.",
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  env: {VLLM_ATTENTION_BACKEND: FLASHMLA}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  attention_backend: FLASHMLA\n",
    };

    public VllmVariableIgnored()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s => Faults(s.Deployment))
            .When(s => s.Deployment.Engine.Engine.Variables(s.Deployment.Engine) is not null);

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        if (d.Engine.Engine.Variables(d.Engine) is not { } variables)
        {
            yield break;
        }

        foreach (var (name, _) in d.Config.Serving.Env.Where(e => e.Key.StartsWith(variables.Prefix, StringComparison.Ordinal)))
        {
            if (variables.Names.Contains(name))
            {
                continue;
            }

            var help =
                variables.Replaced.GetValueOrDefault(name) is { Length: > 0 } other ? $"use `{other}`"
                : NearestWord.Find(name, variables.Names.Order(StringComparer.Ordinal)) is { } near ? $"did you mean `{near}`?"
                : "remove it";
            yield return new($"serving.env.{name}", $"{d.Engine.Title} does not read `{name}`", help);
        }
    }
}
