namespace ConfigKit.Catalog;

/// <summary>The kind of attention, which decides what the KV cache holds.</summary>
internal enum AttentionKind
{
    /// <summary>Keys and values per head; MHA when both head counts are equal.</summary>
    Grouped,

    /// <summary>One latent of kv_lora_rank + qk_rope_head_dim values a token (V2, V3, R1).</summary>
    Latent,

    /// <summary>The latent and the DSA indexer's key (V3.2).</summary>
    SparseLatent,

    /// <summary>V4: sliding window and compressed states (CSA, HCA), one KV head of head_dim.</summary>
    Compressed,
}

internal static class AttentionKinds
{
    /// <summary>What the field calls it.</summary>
    public static string Title(this AttentionKind kind) =>
        kind switch
        {
            AttentionKind.Grouped => "GQA",
            AttentionKind.Latent => "MLA",
            AttentionKind.SparseLatent => "MLA+DSA",
            AttentionKind.Compressed => "CSA/HCA",
        };
}
