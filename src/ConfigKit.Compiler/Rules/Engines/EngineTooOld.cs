using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A release that does not know the model yet.</summary>
internal sealed class EngineTooOld() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7003", "Engine release doesn't support the model", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "The engine release against the first one that has the architecture: in vLLM 0.11.0 for DeepSeek-V3.2, 0.20 for "
                + "V4, 0.30.0 for V4.1.",
            Why = "Older releases stop with \"Model architectures … are not supported for now\".",
            Fix = "Use a newer release. Read its notes first: defaults change between releases.",
            References =
            [
                SourceLinks.Vllm("vllm/model_executor/models/registry.py", 1250),
                new("vLLM recipes", "https://github.com/vllm-project/recipes"),
            ],
        },
        Bad = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash"),
        Good = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var key = d.Spans.Has("serving.engine_version") ? "serving.engine_version" : "serving.engine";
        if (d.Model.FirstRelease.TryGetValue(d.Engine.Engine.Name, out var stated))
        {
            if (stated is null)
            {
                yield return new Finding(key, $"no release of {d.Engine.Title} supports {d.Model.Id} yet", OtherEngine(d));
            }
            else if (d.Engine.Version < ReleaseNumber.Parse(stated))
            {
                yield return TooOld(d, key, stated);
            }
        }
        else if (d.Engine.Engine.FirstRelease(d.Engine, d.Model.Architecture) is { } oldest && d.Engine.Version < oldest)
        {
            yield return TooOld(d, key, oldest.ToString());
        }
    }

    private static Finding TooOld(Deployment d, string key, string oldest) =>
        new(
            key,
            $"{d.Engine.Title} {d.Engine.VersionText} doesn't support {d.Model.Id}; {oldest} is the first release that does",
            $"set `serving.engine_version: \"{oldest}\"` or a newer release"
        );

    private static string OtherEngine(Deployment d) =>
        EngineList.All.FirstOrDefault(e => d.Model.FirstRelease.GetValueOrDefault(e.Name) is not null) is { } other
            ? $"set `serving.engine: {other.Name}`"
            : "serve another checkpoint";
}
