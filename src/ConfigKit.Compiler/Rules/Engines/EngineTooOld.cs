using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A release that does not know the model yet.</summary>
internal sealed class EngineTooOld : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7003", "Engine release does not know the model", Severity.Error)
    {
        Explanation =
            "Architectures arrive with a release: in vLLM DeepSeek-V3.2 with 0.11.0, V4 with 0.20, V4.1 with 0.30.0 (vllm-project/recipes); older ones end with \"Model architectures … are not supported for now\".",
        Bad = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash"),
        Good = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0"),
    };

    public EngineTooOld()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => Oldest(d) is not { } oldest || d.Engine.Version >= oldest)
            .Reports(s => new Finding(
                s.Deployment.Spans.Has("serving.engine_version") ? "serving.engine_version" : "serving.engine",
                $"{s.Deployment.Engine.Title} {s.Deployment.Engine.VersionText} does not know {s.Deployment.Model.Id}; {Oldest(s.Deployment)} is the first that does",
                $"set `serving.engine_version: \"{Oldest(s.Deployment)}\"` or newer"
            ));

    private static Version? Oldest(Deployment d) => d.Engine.Engine.FirstRelease(d.Engine, d.Model.Architecture);
}
