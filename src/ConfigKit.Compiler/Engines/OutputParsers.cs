using ConfigKit.Catalog;

namespace ConfigKit.Engines;

/// <summary>Names of the output parsers, which differ by engine and model (vLLM and SGLang recipes, August 2026).</summary>
internal sealed record Parsers(string VllmTools, string VllmReasoning, string TokenizerMode, string SglangTools, string SglangReasoning)
{
    public static Parsers Of(Checkpoint model) =>
        model.Family switch
        {
            "V3" => new("deepseek_v3", "deepseek_v3", "", "deepseekv3", "deepseek-v3"),
            "R1" => new("deepseek_v3", "deepseek_r1", "", "deepseekv3", "deepseek-r1"),
            "V3.1" => new("deepseek_v31", "deepseek_v3", "", "deepseekv31", "deepseek-v3"),
            "V3.2" => new(
                "deepseek_v32",
                "deepseek_v3",
                "deepseek_v32",
                model.Id.Contains("Exp", StringComparison.Ordinal) ? "deepseekv31" : "deepseekv32",
                "deepseek-v3"
            ),
            "V4" or "V4.1" => new("deepseek_v4", "deepseek_v4", "deepseek_v4", "deepseekv4", "deepseek-v4"),
            "R1-Distill" => new("", "deepseek_r1", "", "", "deepseek-r1"),
            _ => new("", "", "", "", ""),
        };
}
