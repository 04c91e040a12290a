namespace ConfigKit.Engines.Caches;

/// <summary>Why an engine does not start with a KV cache like this.</summary>
internal enum KvRefusalReason
{
    UnknownModel,
    UnknownDraftMethod,

    /// <summary>The checkpoint has no draft for the method.</summary>
    NoSuchDraft,

    /// <summary>The model, or its draft, does not run with pipeline stages.</summary>
    NoPipelineStages,

    /// <summary>The layout stores other formats alone.</summary>
    CacheDtype,

    /// <summary>No attention backend takes the format on this GPU.</summary>
    NoAttentionBackend,

    /// <summary>Groups of data-parallel attention do not divide the tensor ranks.</summary>
    AttentionGroups,

    /// <summary>Windows can't be shared by ranks of a decode context.</summary>
    WindowInDecodeContext,

    /// <summary>The kernel for a cache in bf16 knows no decode context.</summary>
    DtypeInDecodeContext,

    /// <summary>A pipeline stage begins among layers that share a cache with an earlier one.</summary>
    StageSplitsSource,

    /// <summary>A block has fewer tokens than one compressed state.</summary>
    BlockWithoutState,

    /// <summary>No page of full attention is as wide as that of the compressor's states.</summary>
    StateWiderThanPage,

    /// <summary>The release can't plan windows as full attention.</summary>
    HybridManagerOff,

    /// <summary>One request of the longest length does not fit.</summary>
    TooLittleMemory,

    /// <summary>A flag that does not go with the model or another flag.</summary>
    Flags,
}

/// <summary>What an engine refuses at its start.</summary>
/// <param name="Reason">The kind.</param>
/// <param name="Message">In words, with the numbers.</param>
internal sealed record KvRefusal(KvRefusalReason Reason, string Message);
