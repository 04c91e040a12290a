using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Engines;

/// <summary>A release that does not know the model yet.</summary>
internal sealed class EngineTooOld() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7003", "Engine release does not know the model", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Architectures arrive with a release: in vLLM DeepSeek-V3.2 with 0.11.0, V4 with 0.20, V4.1 with 0.30.0 "
                + "(vllm-project/recipes); older ones end with \"Model architectures … are not supported for now\".",
        },
        Bad = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash"),
        Good = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var key = d.Spans.Has("serving.engine_version") ? "serving.engine_version" : "serving.engine";
        if (d.Engine.UnknownModels.Contains(d.Model.Architecture.ModelType))
        {
            var others = EngineList.Edits(e =>
                !EngineCatalog.Release(e, null, out _).UnknownModels.Contains(d.Model.Architecture.ModelType)
            );
            yield return new Finding(
                "serving.engine",
                $"no release of {d.Engine.Title} in the catalogue knows {d.Model.Id}",
                $"set {others}"
            );
        }
        else if (d.Engine.Engine.FirstRelease(d.Engine, d.Model.Architecture) is { } oldest && d.Engine.Version < oldest)
        {
            yield return new Finding(
                key,
                $"{d.Engine.Title} {d.Engine.VersionText} does not know {d.Model.Id}; {oldest} is the first that does",
                $"set `serving.engine_version: \"{oldest}\"` or newer"
            );
        }
    }
}
