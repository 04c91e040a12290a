using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A VLLM_ variable that vLLM does not read any more.</summary>
internal sealed class VllmVariableIgnored() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7013", "vLLM ignores this variable", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "Variables that begin with VLLM_, against vllm/envs.py of August 2026; applied from vLLM 0.20 on.",
            Why =
                "`VLLM_USE_V1`, `VLLM_ATTENTION_BACKEND`, `VLLM_ALL2ALL_BACKEND` and others were removed, but recipes still print "
                + "them. An unknown one is only a warning in vLLM's log.",
            Fix = "Use the argument or key that replaced it, or remove it.",
            References = [SourceLinks.Vllm("vllm/envs.py")],
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  env: {VLLM_ATTENTION_BACKEND: FLASHMLA}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  attention_backend: FLASHMLA\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var engine = s.Deployment.Engine;
        if (engine.Engine.Variables(engine) is not { } variables)
        {
            return [];
        }

        return from name in s.Deployment.Serving.Environment.Keys
            where name.StartsWith(variables.Prefix, StringComparison.Ordinal) && variables.Names.Find(name) is null
            select new Finding($"serving.env.{name}", $"{engine.Title} doesn't read `{name}`", Help(name, variables));
    }

    private static string Help(string name, EngineVariables variables) =>
        variables.Replaced.GetValueOrDefault(name) is { Length: > 0 } other ? $"use `{other}`"
        : NearestWord.Find(name, variables.Names.Names.Order(StringComparer.Ordinal)) is { } near ? $"did you mean `{near}`?"
        : "remove it";
}
