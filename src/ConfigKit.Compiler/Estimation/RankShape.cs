using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>What of a weight one rank holds: its rows, columns and copies after splitting and padding.</summary>
internal readonly record struct LocalShape(double Copies, long Rows, long Columns);

/// <summary>How the layout and the engine cut weights into what a rank holds.</summary>
internal sealed class RankShape
{
    // vLLM pads the vocabulary to a multiple of it (model_executor/layers/vocab_parallel_embedding.py).
    public const int VocabularyPadding = 64;

    // V4's attention kernel takes so many query heads at once (vllm models/deepseek_v4/nvidia/flashmla.py:78-85).
    private const int HeadBlock = 64;

    private readonly ModelArchitecture _a;
    private readonly ParallelLayout _layout;
    private readonly int _scaleBlock;

    public RankShape(Deployment d)
    {
        var (engine, q) = (d.Engine, d.Quantization);
        _a = d.Model.Architecture;
        _layout = d.Layout;
        _scaleBlock = _a.Attention == AttentionKind.Compressed && q.Dense == WeightFormat.Fp8Block ? q.BlockSize : 1;
        KnownPadding = engine.Memory.Moe.PaddingOf(d.Serving.MoeBackend, q.Experts, d.Gpu.ComputeCapability);
        Padding = KnownPadding ?? ExpertPadding.None;
        var isVllm = engine.Engine.SpreadsExpertsOverData;
        ExpertSlices =
            _layout.ExpertSize > 1 ? 1
            : isVllm ? _layout.Tensor * _layout.Data // without expert parallelism vLLM flattens tensor and data ranks
            : _layout.Tensor;

        // vLLM's sequence-parallel MoE: tokens are split over tensor ranks, so each holds the MLPs whole (vllm config/parallel.py,
        // use_sequence_parallel_moe).
        IsSequenceParallel = isVllm && _layout.Expert && _layout.Tensor > 1 && _layout.Data > 1 && _layout.Pipeline == 1;
    }

    /// <summary>How the MoE kernel pads experts; null: not known.</summary>
    public ExpertPadding? KnownPadding { get; }

    public ExpertPadding Padding { get; }

    /// <summary>Ranks over which each expert is split.</summary>
    public int ExpertSlices { get; }

    public bool IsSequenceParallel { get; }

    /// <summary>Tensor ranks over which the vision encoder is split.</summary>
    public int VisionSlices => _a.Vision is { } v && _layout.Tensor <= v.Heads && v.Heads % _layout.Tensor == 0 ? _layout.Tensor.Value : 1;

    /// <summary>Tensor ranks over which dense MLPs and shared experts are split.</summary>
    private int MlpSlices => IsSequenceParallel ? 1 : _layout.Tensor;

    /// <summary>What a rank holds of a weight.</summary>
    /// <param name="engram">How the Engram tables are kept.</param>
    public LocalShape Of(Weight w, EngramSettings engram)
    {
        var (rows, columns, copies) = (w.Rows, w.Columns, (double)w.Copies);
        var attention = _layout.AttentionTensor;
        return w.Sharding switch
        {
            Sharding.Replicated => new(copies, rows, columns),
            Sharding.AttentionRows => new(copies, Part(rows, attention), columns),
            Sharding.AttentionColumns => new(copies, rows, Part(columns, attention)),
            Sharding.KeyValueHeads => new(copies, rows * Math.Max(1, _a.NumKeyValueHeads / attention) / _a.NumKeyValueHeads, columns),
            Sharding.PaddedHeads => new(copies, Round(Part(rows, attention), HeadBlock), columns),
            Sharding.MlpRows => new(copies, MlpPart(rows), columns),
            Sharding.MlpColumns => new(copies, rows, MlpPart(columns)),
            Sharding.ExpertRows => new(ExpertCopies(w), ExpertPart(rows), Round(columns, Padding.Hidden)),
            Sharding.ExpertColumns => new(ExpertCopies(w), Round(rows, Padding.Hidden), ExpertPart(columns)),
            Sharding.Vocabulary => new(copies, Part(Round(rows, VocabularyPadding), _layout.Tensor), columns),
            Sharding.Vision => new(copies, Part(rows, VisionSlices), columns),
            Sharding.Engram => new(copies, EngramRows(rows, engram), columns),
            Sharding.NotLoaded => new(0, rows, columns),
        };
    }

    /// <summary>V4 splits whole scale blocks, the last rank filled up (vLLM from 0.24 on).</summary>
    private long MlpPart(long width) => Part(StorageFormat.Ceiling(width, _scaleBlock), MlpSlices) * _scaleBlock;

    private long ExpertPart(long width) => Round(Part(width, ExpertSlices), Padding.Width);

    private double ExpertCopies(Weight w)
    {
        var perExpert = w.Sharding == Sharding.ExpertRows ? 2 : 1;
        return _layout.ExpertSize > 1 ? (double)Part(w.Copies / perExpert, _layout.ExpertSize) * perExpert : w.Copies;
    }

    /// <summary>Rows go by hash head, whole heads to each rank (vllm models/deepseek_v41/common/engram.py).</summary>
    private long EngramRows(long rows, EngramSettings engram)
    {
        var heads = Math.Max(1, (_a.EngramMaxNgram - 1) * _a.EngramHeads);
        var ranks = _layout.Tensor * (engram.AcrossData ? _layout.Data : 1);
        return (long)Math.Ceiling((double)rows * Part(heads, ranks) / heads);
    }

    private static long Part(long width, int ranks) => StorageFormat.Ceiling(width, ranks);

    private static long Round(long width, int multiple) => StorageFormat.Ceiling(width, multiple) * multiple;
}
