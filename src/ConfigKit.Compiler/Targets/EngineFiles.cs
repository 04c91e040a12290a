namespace ConfigKit.Targets;

/// <summary>Files that an engine reads at its start, for each target that brings them to it.</summary>
internal static class EngineFiles
{
    private const string TensorRtLlm = "trtllm/trtllm.yaml";

    public static IEnumerable<GeneratedFile> In(string folder, DeploymentPlan plan, TargetRenderer renderer)
    {
        if (OptionsText(plan, renderer) is { } options)
        {
            yield return new(folder + "/trtllm.yaml", options);
        }
    }

    /// <summary>TensorRT-LLM's options; null where the engine needs no file.</summary>
    public static string? OptionsText(DeploymentPlan plan, TargetRenderer renderer) =>
        TensorRtLlmView.Of(plan) is null ? null : renderer.Text(TensorRtLlm, null);
}
