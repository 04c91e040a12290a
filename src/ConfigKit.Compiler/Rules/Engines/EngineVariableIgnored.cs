using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A variable with the engine's prefix that the release does not read.</summary>
internal sealed class EngineVariableIgnored() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7013", "Engine ignores this variable", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Variables that begin with VLLM_ or SGLANG_, against those that the stated release reads: the catalogue knows the "
                + "first release with each and the first without it.",
            Why =
                "`VLLM_USE_V1`, `VLLM_ATTENTION_BACKEND`, `VLLM_ALL2ALL_BACKEND` and others were removed, but recipes still print "
                + "them. vLLM only logs a warning about an unknown one, SGLang nothing.",
            Fix = "Use the argument or key that replaced it, or remove it.",
            References = [SourceLinks.Vllm("vllm/envs.py")],
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  env: {VLLM_ATTENTION_BACKEND: FLASHMLA}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  attention_backend: FLASHMLA\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var engine = s.Deployment.Engine;
        if (s.Deployment.Serving.Environment.IsEmpty || engine.Engine.Lists.Variables is not { } variables)
        {
            return [];
        }

        return from name in s.Deployment.Serving.Environment.Keys
            where name.StartsWith(variables.Prefix, StringComparison.Ordinal) && !variables.Names.Has(name, engine.Version)
            select new Finding(
                $"serving.env.{name}",
                $"{engine.Title} {engine.VersionText} doesn't read `{name}`",
                Help(name, variables, engine)
            );
    }

    private static string Help(string name, EngineVariables variables, EngineRelease engine) =>
        variables.Names.NextAfter(name, engine.Version) is { } first
            ? $"remove it, or set `serving.engine_version: \"{first}\"`, the first release that reads it"
        : variables.Replaced.GetValueOrDefault(name) is { Length: > 0 } other ? $"use `{other}`"
        : NearestWord.Find(name, variables.Names.At(engine.Version).Order(StringComparer.Ordinal)) is { } near ? $"did you mean `{near}`?"
        : "remove it";
}
