using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>Why sizes can't be computed from a config.json: what was read in it, and what is missing.</summary>
internal static class ConfigFault
{
    /// <param name="config">The fields that were read.</param>
    /// <param name="architecture">The first of its `architectures`; empty: none is stated.</param>
    /// <param name="known">Every model_type whose weights are known.</param>
    /// <returns>Empty when nothing is wrong.</returns>
    public static string Of(ModelConfig config, string architecture, ImmutableArray<string> known)
    {
        var fields = Sizes(config);
        string[] missing = [.. fields.Where(f => f is { IsNeeded: true, Value: not > 0 }).Select(f => f.Name)];
        var read = fields.Where(f => f.Value is > 0).Select(f => $"{f.Name} {f.Value}").DefaultIfEmpty("no size").ToList();
        var whole = $"read: {string.Join(", ", read)}";
        if (known.Contains(config.ModelType ?? ""))
        {
            return missing.Length == 0 ? "" : $"{string.Join(", ", missing)} missing or not positive; {whole}";
        }

        var type = config.ModelType is { } stated ? $"model_type \"{stated}\"" : "no model_type";
        var name = architecture.Length > 0 ? $"{architecture} ({type})" : type;
        var lacking = missing.Length == 0 ? "" : $"; missing: {string.Join(", ", missing)}";
        return $"{name} is not an architecture whose weights are known; {whole}{lacking}; " + $"known types are {string.Join(", ", known)}";
    }

    private static List<Size> Sizes(ModelConfig c)
    {
        var experts = c.NRoutedExperts ?? c.NumExperts ?? c.NumLocalExperts;
        var isMoe = experts is > 0;
        var isCompressed = c.ModelType is "deepseek_v4" or "deepseek_v41";
        var isLatent = !isCompressed && c.KvLoraRank is > 0;
        return
        [
            new("hidden_size", c.HiddenSize, true),
            new("num_hidden_layers", c.NumHiddenLayers, true),
            new("num_attention_heads", c.NumAttentionHeads, true),
            new("num_key_value_heads", c.NumKeyValueHeads, false),
            new("vocab_size", c.VocabSize, true),
            new("intermediate_size", c.IntermediateSize, !isMoe || (!isCompressed && c.FirstKDenseReplace is > 0)),
            new("n_routed_experts", experts, isCompressed),
            new("num_experts_per_tok", c.NumExpertsPerTok ?? c.NumExpertsPerToken ?? c.TopK, isMoe),
            new("moe_intermediate_size", c.MoeIntermediateSize ?? (isMoe ? c.IntermediateSize : null), isMoe),
            new("kv_lora_rank", c.KvLoraRank, false),
            new("qk_nope_head_dim", c.QkNopeHeadDim, isLatent),
            new("qk_rope_head_dim", c.QkRopeHeadDim, isLatent || isCompressed),
            new("v_head_dim", c.VHeadDim, isLatent),
            new("q_lora_rank", c.QLoraRank, isCompressed),
            new("o_lora_rank", c.OLoraRank, isCompressed),
            new("o_groups", c.OGroups, isCompressed),
            new("sliding_window", c.SlidingWindow, isCompressed),
            new("compress_ratios", c.CompressRatios.Length, isCompressed),
        ];
    }

    /// <param name="Name">As config.json has it.</param>
    /// <param name="Value">A list counts as its length.</param>
    /// <param name="IsNeeded">Whether no size can be computed without it.</param>
    private sealed record Size(string Name, int? Value, bool IsNeeded);
}
