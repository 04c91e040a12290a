using ConfigKit.Diagnostics;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>A key that has no effect on the engine's command.</summary>
internal sealed class SettingNotWritten() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7009", "Setting that is not written for this engine", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "trtllm-serve does not check API keys and starts no data-parallel ranks; its parsers of tool calls and reasoning "
                + "are not set, nor EAGLE drafts. With a file of LLM API options of your own (`--config`) the keys of this file that "
                + "would lie there are not written. A setting whose flag, variable or word came with a later release is not "
                + "written for an older one. vLLM has no switch for data-parallel "
                + "attention: there `data` with one tensor rank does it.",
        },
        Bad = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1") + "  tool_calls: true\n",
        Good = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (launch, table) = (LaunchSettings.Of(d), d.Engine.Engine.Settings);
        return launch
            .Settings.Where(stated => !table.Reaches(stated.Key, stated.Value, launch))
            .Select(stated => Named(stated.Key))
            .Distinct()
            .Select(key => new Finding(
                key,
                $"`{key}` has no effect on the command of {d.Engine.Title} {d.Engine.VersionText}",
                "remove it, or set it in the engine's own file"
            ));
    }

    /// <summary>The section whose keys mean nothing without the one that is not written.</summary>
    private static string Named(string key) =>
        key.StartsWith("serving.speculative.", StringComparison.Ordinal) ? "serving.speculative"
        : key is "observability.tracing.otlp_endpoint" ? "observability.tracing"
        : key;
}
