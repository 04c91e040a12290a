namespace ConfigKit.Estimation;

/// <summary>The part of a model that a weight belongs to.</summary>
internal enum WeightGroup
{
    Embedding,
    Norms,

    /// <summary>Attention's projections by head.</summary>
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

    /// <summary>The output head; of a DSpark draft its table of token pairs.</summary>
    OutputHead,

    /// <summary>V4.1's tables of hashed n-grams.</summary>
    EngramTables,

    /// <summary>What brings a row of the tables into the hidden states.</summary>
    EngramProjections,

    /// <summary>The encoder of images and what fits its states to the model.</summary>
    Vision,

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
            WeightGroup.EngramProjections => "Engram projections",
            WeightGroup.Vision => "vision encoder",
            WeightGroup.LatentProjectionCopies => "W_UK and W_UV copies",
        };
}
