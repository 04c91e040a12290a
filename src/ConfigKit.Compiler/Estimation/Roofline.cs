using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>
/// A bound on speed: bytes that must be read over peak bandwidth, operations over peak rate, whichever is longer.
/// Held against 523 public rows of R1 and V3 on H200, B200, B300 and GB200 (TP at most 8): none lies below it, the
/// median lies at 2.79 times (aiconfigurator's silicon data). Not checked beyond TP 8 or for wide expert parallelism.
/// </summary>
internal static class Roofline
{
    // The widest layout among the rows that the bound was held against.
    private const int WidestMeasuredTensor = 8;

    // A multiplication and an addition for each parameter and token.
    private const int FlopsPerParameter = 2;

    // A layer adds up its ranks' shares after attention and after its MLP (Megatron-LM, arXiv:1909.08053).
    private const int AllReducesPerLayer = 2;

    // A ring all-reduce sends each value twice: once to reduce, once to gather (NCCL tests, PERFORMANCE.md).
    private const int SendsPerAllReduce = 2;

    // Each token goes to its experts and comes back.
    private const int DispatchAndCombine = 2;

    /// <param name="d">The deployment.</param>
    /// <param name="stage">What its heaviest stage holds.</param>
    /// <param name="activated">Parameters that a token touches.</param>
    public static PerformanceBound Of(Deployment d, StageEstimate stage, double activated)
    {
        var workload = d.Workload;
        var concurrency = workload.Concurrency.Value;
        var prompt = workload.PromptTokens;
        var context = prompt + (workload.AnswerTokens / 2);
        var rate = PeakFlops(d);
        var work = Work(d, ReadBytes(d, stage, concurrency, context), FlopsPerParameter * activated * concurrency, rate);
        var link = LinkBytes(d, concurrency);
        var network = NetworkBytes(d, concurrency);

        // Traffic may at best hide behind the work.
        var traffic = Math.Max(Over(link, d.IntraNodeBandwidth), Over(network, d.NodeNetworkBandwidth));
        var step = Time(work is { } w ? Math.Max(w, traffic) : null);
        var prefill = Time(step is not null ? FlopsPerParameter * activated * prompt / (rate * d.Layout.Tensor) : null);
        var accepted = workload.AcceptanceLength.Value;
        return new PerformanceBound
        {
            Concurrency = concurrency,
            ContextTokens = context,
            DecodeStep = step,
            Work = Time(work),
            TokensPerSecondPerUser = accepted / step?.TotalSeconds,
            TokensPerSecond = concurrency * accepted / step?.TotalSeconds * Math.Max(1, d.Layout.Pipeline),
            Prefill = prefill,
            NetworkBytesPerStep = network,
            LinkBytesPerStep = link,
            IsVerified = d.Nodes == 1 && d.Layout.Tensor <= WidestMeasuredTensor && !d.Layout.DataParallelAttention && d.Layout.Data == 1,
            Explanation =
                "bytes read in one decode step over peak memory bandwidth, operations over peak rate, "
                + "or traffic over its link, whichever takes longest",
        };
    }

    /// <summary>Expected number of distinct experts that T tokens with k choices of E hit: E (1 - (1 - k/E)^T).</summary>
    public static double DistinctExperts(int experts, int perToken, double tokens) =>
        experts * (1 - Math.Pow(1 - ((double)perToken / experts), tokens));

    /// <summary>
    /// Bytes that a rank reads for one decode step. Tokens of a step are spread over data ranks; each rank reads its
    /// weights, the experts that the tokens hit, and its KV cache.
    /// </summary>
    private static double ReadBytes(Deployment d, StageEstimate stage, int concurrency, int context)
    {
        var a = d.Model.Architecture;
        double experts = stage.BytesOf(WeightGroup.RoutedExperts);
        var sequences = Math.Max(1.0, (double)concurrency / (d.Layout.WorldSize / d.Layout.Pipeline / d.Layout.AttentionTensor));
        var hit = a.IsMoe ? DistinctExperts(a.RoutedExperts, a.ExpertsPerToken, concurrency) / a.RoutedExperts : 0;
        return stage.WeightsBytes - experts + (experts * hit) + (sequences * context * stage.Kv.StoredPerToken);
    }

    /// <summary>
    /// Seconds of one decode step, traffic apart; null where the GPU's bandwidth is not known. Pipeline stages work one
    /// after another for one token.
    /// </summary>
    private static double? Work(Deployment d, double bytes, double flops, double? rate) =>
        d.Gpu.MemoryBandwidth is { } bandwidth
            ? Math.Max(bytes / bandwidth, Over(flops / d.Layout.WorldSize, rate)) * d.Layout.Pipeline
            : null;

    private static double? PeakFlops(Deployment d) =>
        d.Precision switch
        {
            PrecisionKind.Nvfp4 or PrecisionKind.Mxfp4 => d.Gpu.Fp4Flops ?? d.Gpu.Fp8Flops ?? SixteenBit(d.Gpu),
            PrecisionKind.Fp8 => d.Gpu.Fp8Flops ?? SixteenBit(d.Gpu),
            PrecisionKind.Int8 => d.Gpu.Int8Flops ?? SixteenBit(d.Gpu),
            PrecisionKind.Fp16 => d.Gpu.Fp16Flops,
            PrecisionKind.Bf16 or PrecisionKind.Int4 or PrecisionKind.Auto => SixteenBit(d.Gpu),
        };

    private static double? SixteenBit(Accelerator gpu) => gpu.Bf16Flops ?? gpu.Fp16Flops;

    private static double Over(double amount, double? rate) => rate is > 0 ? amount / rate.Value : 0;

    private static TimeSpan? Time(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    /// <summary>
    /// Bytes that a GPU sends to others of its node for one decode step: two ring all-reduces a layer over the tensor
    /// ranks, 2 (n - 1) / n of the hidden states each; dispatch and combine of each token to its experts.
    /// </summary>
    private static double LinkBytes(Deployment d, int concurrency)
    {
        var a = d.Model.Architecture;
        var groups = Math.Max(1, d.Layout.WorldSize / d.Layout.Pipeline / d.Layout.Tensor);
        var hidden = HiddenBytes(a, concurrency) / groups;
        var tensor = Math.Min(d.Layout.Tensor, d.GpusPerNode);
        var bytes = 0.0;
        if (tensor > 1)
        {
            bytes += (double)AllReducesPerLayer * a.NumHiddenLayers * SendsPerAllReduce * (tensor - 1) / tensor * hidden;
        }

        var experts = Math.Min(d.Layout.ExpertSize, d.GpusPerNode);
        if (experts > 1 && a.IsMoe)
        {
            bytes += DispatchBytes(a, hidden, (experts - 1.0) / experts) / d.Layout.Tensor;
        }

        return bytes;
    }

    /// <summary>
    /// Bytes that a node sends to others for one decode step: hidden states between stages; two ring all-reduces a
    /// layer, 2 (n - 1) / n of the hidden states, where tensor ranks span nodes; dispatch and combine of each token to
    /// its experts where expert ranks do.
    /// </summary>
    private static double NetworkBytes(Deployment d, int concurrency)
    {
        if (d.Nodes <= 1)
        {
            return 0;
        }

        var a = d.Model.Architecture;
        var hidden = HiddenBytes(a, concurrency);
        var remote = (d.Nodes - 1.0) / d.Nodes;
        var bytes = d.Layout.Pipeline > 1 ? hidden : 0;
        if (d.Layout.Tensor > d.GpusPerNode)
        {
            bytes += AllReducesPerLayer * a.NumHiddenLayers * SendsPerAllReduce * remote * hidden;
        }

        if (d.Layout.ExpertSize > d.GpusPerNode)
        {
            bytes += DispatchBytes(a, hidden, remote) / d.Nodes;
        }

        return bytes;
    }

    private static double HiddenBytes(ModelArchitecture a, int tokens) => (double)StorageFormat.Bf16Bytes * a.HiddenSize * tokens;

    /// <summary>Bytes that go to experts and back in all layers that have them, of which a share leaves.</summary>
    private static double DispatchBytes(ModelArchitecture a, double hidden, double share) =>
        DispatchAndCombine * (a.NumHiddenLayers - a.DenseLayers) * share * hidden * a.ExpertsPerToken;
}
