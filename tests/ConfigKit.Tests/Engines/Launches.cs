using ConfigKit.Engines;
using ConfigKit.Resolution;
using ConfigKit.Targets;
using ConfigKit.Text;

namespace ConfigKit.Tests.Engines;

/// <summary>Deployments by engine, from files.</summary>
internal static class Launches
{
    /// <summary>Releases whose lists of flags are known.</summary>
    public static string ReleaseOf(string engine) =>
        engine switch
        {
            "vllm" => "0.25.0",
            "sglang" => "0.5.17",
            "tensorrt-llm" => "1.2.1",
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "no release"),
        };

    public static Compilation Check(string engine, string serving, string release = "", string gpu = "h200-sxm", string rest = "") =>
        ConfigCompiler.Check(
            new SourceFile(
                "deepseek-config.yaml",
                $$"""
                model: {name: deepseek-ai/DeepSeek-R1}
                hardware: {gpu: {{gpu}}, gpus_per_node: 8}
                parallelism: {tensor: 8}
                serving:
                  engine: {{engine}}
                  engine_version: "{{(release.Length > 0 ? release : ReleaseOf(engine))}}"
                  max_model_len: 8192
                  {{serving}}
                {{rest}}
                """
            ),
            CompilerOptions.Default
        );

    public static Deployment Resolve(string engine, string serving, string release = "", string gpu = "h200-sxm") =>
        Check(engine, serving, release, gpu).Deployment ?? throw new InvalidOperationException("not resolved");

    public static EngineLaunch Launch(string engine, string serving = "max_num_seqs: 64") => LaunchSettings.Of(Resolve(engine, serving));

    public static string Command(string engine, string serving, string release = "")
    {
        var compilation = Check(engine, serving, release);
        return string.Join(' ', EngineCommand.Of(compilation.Deployment!, compilation.Estimate!, "a/model", "name").Arguments);
    }
}
