using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>What the engines are called.</summary>
internal static class EngineNames
{
    public static string NameOf(EngineKind kind) =>
        kind switch
        {
            EngineKind.Vllm => "vllm",
            EngineKind.Sglang => "sglang",
            _ => "tensorrt-llm",
        };

    public static string TitleOf(EngineKind kind) =>
        kind switch
        {
            EngineKind.Vllm => "vLLM",
            EngineKind.Sglang => "SGLang",
            _ => "TensorRT-LLM",
        };
}
