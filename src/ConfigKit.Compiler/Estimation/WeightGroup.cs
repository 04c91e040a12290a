namespace ConfigKit.Estimation;

/// <summary>The part of a model that a weight belongs to.</summary>
internal enum WeightGroup
{
    Embedding,
    Norms,
    Attention,

    /// <summary>Attention's projections to small ranks, which every rank holds whole.</summary>
    AttentionReplicated,
    Indexer,
    Compressor,
    HyperConnections,
    Router,
    RoutedExperts,
    SharedExperts,
    DenseMlp,
    OutputHead,
    EngramTables,

    /// <summary>What joins the hidden state and the next token's embedding before a multi-token prediction layer.</summary>
    MtpProjection,

    /// <summary>A whole multi-token prediction layer, on the rank that drafts with it.</summary>
    MtpLayer,
    DsparkDrafter,

    /// <summary>Cosines and sines of every position.</summary>
    RotaryTable,

    /// <summary>W_UK and W_UV in bf16 beside the quantised kv_b.</summary>
    LatentProjectionCopies,
}

/// <summary>What the groups are called.</summary>
internal static class WeightGroupNames
{
    public static string NameOf(WeightGroup group) =>
        group switch
        {
            WeightGroup.Embedding => "embedding",
            WeightGroup.Norms => "norms",
            WeightGroup.Attention => "attention",
            WeightGroup.AttentionReplicated => "attention (replicated)",
            WeightGroup.Indexer => "indexer",
            WeightGroup.Compressor => "compressor",
            WeightGroup.HyperConnections => "hyper-connections",
            WeightGroup.Router => "router",
            WeightGroup.RoutedExperts => "routed experts",
            WeightGroup.SharedExperts => "shared experts",
            WeightGroup.DenseMlp => "dense MLP",
            WeightGroup.OutputHead => "output head",
            WeightGroup.EngramTables => "Engram tables",
            WeightGroup.MtpProjection => "MTP projection",
            WeightGroup.MtpLayer => "MTP layer",
            WeightGroup.DsparkDrafter => "DSpark drafter",
            WeightGroup.RotaryTable => "rotary table",
            WeightGroup.LatentProjectionCopies => "W_UK and W_UV copies",
        };
}
