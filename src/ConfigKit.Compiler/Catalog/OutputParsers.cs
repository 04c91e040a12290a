namespace ConfigKit.Catalog;

/// <summary>
/// Names of the parsers that take a model's output apart, which differ by engine: those of vllm-project/recipes and of
/// sgl-project's cookbook, August 2026. TensorRT-LLM has none.
/// </summary>
internal sealed record OutputParsers(EngineParsers Vllm, EngineParsers Sglang)
{
    public static OutputParsers None { get; } = new(EngineParsers.None, EngineParsers.None);
}

/// <summary>Names of the parsers in one engine; empty where it has none for the model.</summary>
internal sealed record EngineParsers(string ToolCall, string Reasoning, string TokenizerMode)
{
    public static EngineParsers None { get; } = new("", "", "");
}
