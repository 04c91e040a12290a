using ConfigKit.Diagnostics;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>A key that has no effect on the engine's command.</summary>
internal sealed class SettingNotWritten() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7009", "Setting has no effect with this engine", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Keys that the command of the engine has no place for. trtllm-serve checks no API keys, starts no data-parallel "
                + "ranks and sets no parsers for tool calls or reasoning and no EAGLE drafts; with a file of LLM API options of "
                + "your own (`--config`), keys that belong in it aren't written. The time limit of collectives is written for "
                + "SGLang and vLLM from 0.20 on, tracing for SGLang from 0.5.12 and TensorRT-LLM from 1.0 on.",
            Why = "The file promises something that the running engine doesn't do.",
            Fix =
                "Remove the key, or set it in the engine's own file. vLLM has no switch for data-parallel attention: there, "
                + "`data` with one tensor rank does the same.",
            References = [new("TensorRT-LLM", "https://github.com/NVIDIA/TensorRT-LLM/releases/tag/v1.3.0")],
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
                $"`{key}` has no effect with {d.Engine.Title}",
                "remove it, or set it in the engine's own configuration file"
            ));
    }

    /// <summary>The section whose keys mean nothing without the one that is not written.</summary>
    private static string Named(string key) =>
        key.StartsWith("serving.speculative.", StringComparison.Ordinal) ? "serving.speculative"
        : key is "observability.tracing.otlp_endpoint" ? "observability.tracing"
        : key;
}
