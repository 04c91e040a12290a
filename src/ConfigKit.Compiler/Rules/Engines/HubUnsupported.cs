using ConfigKit.Diagnostics;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Engines;

/// <summary>A hub that the engine has no client for.</summary>
internal sealed class HubUnsupported() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7044", "Engine can't download from ModelScope", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "`model.hub: modelscope` without `model.path` needs an engine that downloads from ModelScope.",
            Why =
                "vLLM and SGLang switch to ModelScope's client by an environment variable. TensorRT-LLM knows Hugging Face's client only: "
                + "it would look for the model there and, in a closed network, not start.",
            Fix = "Download the checkpoint beforehand and set `model.path`, or name a mirror of Hugging Face's hub.",
            References =
            [
                SourceLinks.Vllm("vllm/envs.py"),
                new("SGLang: models from ModelScope", "https://docs.sglang.io/supported_models/modelscope.html"),
            ],
        },
        Bad = OnTensorRt("  hub: modelscope\n"),
        Good = OnTensorRt("  hub: modelscope\n  path: /models/DeepSeek-R1\n"),
    };

    private static string OnTensorRt(string keys) =>
        Examples.R1OnH200.Replace("DeepSeek-R1\n", "DeepSeek-R1\n" + keys).Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1");

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Source is { IsModelScope: true, Path: null } && !d.Engine.Takes("model.hub"))
        {
            yield return new(
                "model.hub",
                $"{d.Engine.Title} {d.Engine.VersionText} can't download from ModelScope",
                "download the checkpoint beforehand and set "
                    + $"`model.path: {ModelSource.Folder}/{d.Model.Id[(d.Model.Id.LastIndexOf('/') + 1)..]}`"
            );
        }
    }
}
