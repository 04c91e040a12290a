namespace ConfigKit.Engines.Caches;

/// <summary>How an engine divides the memory that is left for the KV cache.</summary>
internal enum KvPlanning
{
    /// <summary>Into blocks that groups of layers share (vLLM).</summary>
    Blocks,

    /// <summary>Into pools of tokens (SGLang).</summary>
    Pools,

    /// <summary>By the bytes that a token takes: nothing more is known.</summary>
    Tokens,
}
