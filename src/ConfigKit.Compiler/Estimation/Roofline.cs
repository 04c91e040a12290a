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
    public static PerformanceBound Of(Deployment d, double weightsBytes, double expertBytes, double kvBytesPerToken, double activated)
    {
        var workload = d.Workload;
        var concurrency = workload.Concurrency.Value;
        var context = workload.PromptTokens + (workload.AnswerTokens / 2);
        var a = d.Model.Architecture;

        // Tokens of a step are spread over data ranks; each rank reads its KV cache and the experts that they hit.
        var perRank = Math.Max(1.0, (double)concurrency / (d.Layout.WorldSize / d.Layout.Pipeline / d.Layout.AttentionTensor));
        var hit = a.IsMoe ? DistinctExperts(a.RoutedExperts, a.ExpertsPerToken, concurrency) / a.RoutedExperts : 0;
        var bytes = weightsBytes - expertBytes + (expertBytes * hit) + (perRank * context * kvBytesPerToken);
        var gpus = d.Layout.WorldSize;
        var flops = 2 * activated * concurrency / gpus;
        var rate = PeakFlops(d);
        TimeSpan? step = null;
        TimeSpan? working = null;
        TimeSpan? prefill = null;
        if (d.Gpu.MemoryBandwidth is { } bandwidth)
        {
            // Pipeline stages work one after another for one token; traffic may at best hide behind the work.
            var work = Math.Max(bytes / bandwidth, rate is { } r ? flops / r : 0) * d.Layout.Pipeline;
            var seconds = Math.Max(
                work,
                Math.Max(Over(LinkBytes(d, concurrency), d.IntraNodeBandwidth), Over(NetworkBytes(d, concurrency), d.NodeNetworkBandwidth))
            );
            step = TimeSpan.FromSeconds(seconds);
            working = TimeSpan.FromSeconds(work);
            prefill = rate is { } p ? TimeSpan.FromSeconds(2 * activated * workload.PromptTokens / (p * d.Layout.Tensor)) : null;
        }

        var accepted = workload.AcceptanceLength.Value;
        return new PerformanceBound
        {
            Concurrency = concurrency,
            ContextTokens = context,
            DecodeStep = step,
            Work = working,
            TokensPerSecondPerUser = step is { } s ? accepted / s.TotalSeconds : null,
            TokensPerSecond = step is { } t ? concurrency * accepted / t.TotalSeconds * Math.Max(1, d.Layout.Pipeline) : null,
            Prefill = prefill,
            NetworkBytesPerStep = NetworkBytes(d, concurrency),
            LinkBytesPerStep = LinkBytes(d, concurrency),
            IsVerified = d.Nodes == 1 && d.Layout.Tensor <= 8 && !d.Layout.DataParallelAttention && d.Layout.Data == 1,
            Explanation =
                "bytes read in one decode step over peak memory bandwidth, operations over peak rate, or traffic over its link, whichever takes longest",
        };
    }

    /// <summary>Expected number of distinct experts that T tokens with k choices of E hit: E (1 - (1 - k/E)^T).</summary>
    public static double DistinctExperts(int experts, int perToken, double tokens) =>
        experts * (1 - Math.Pow(1 - ((double)perToken / experts), tokens));

    private static double? PeakFlops(Deployment d) =>
        d.Precision switch
        {
            PrecisionKind.Nvfp4 or PrecisionKind.Mxfp4 => d.Gpu.Fp4Flops ?? d.Gpu.Fp8Flops ?? d.Gpu.Bf16Flops ?? d.Gpu.Fp16Flops,
            PrecisionKind.Fp8 => d.Gpu.Fp8Flops ?? d.Gpu.Bf16Flops ?? d.Gpu.Fp16Flops,
            PrecisionKind.Int8 => d.Gpu.Int8Flops ?? d.Gpu.Bf16Flops ?? d.Gpu.Fp16Flops,
            PrecisionKind.Fp16 => d.Gpu.Fp16Flops,
            _ => d.Gpu.Bf16Flops ?? d.Gpu.Fp16Flops,
        };

    private static double Over(double bytes, double? rate) => rate is > 0 ? bytes / rate.Value : 0;

    /// <summary>
    /// Bytes that a GPU sends to others of its node for one decode step: two ring all-reduces a layer over the tensor
    /// ranks, 2 (n - 1) / n of the hidden states each; dispatch and combine of each token to its experts.
    /// </summary>
    private static double LinkBytes(Deployment d, int concurrency)
    {
        var a = d.Model.Architecture;
        var groups = Math.Max(1, d.Layout.WorldSize / d.Layout.Pipeline / d.Layout.Tensor);
        var hidden = 2.0 * a.HiddenSize * concurrency / groups;
        var tensor = Math.Min(d.Layout.Tensor, d.GpusPerNode);
        var bytes = tensor > 1 ? 2.0 * a.NumHiddenLayers * 2 * (tensor - 1) / tensor * hidden : 0;
        var experts = Math.Min(d.Layout.ExpertSize, d.GpusPerNode);
        return experts > 1 && a.IsMoe
            ? bytes + (2.0 * (a.NumHiddenLayers - a.DenseLayers) * (experts - 1) / experts * hidden * a.ExpertsPerToken / d.Layout.Tensor)
            : bytes;
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
        var hidden = 2.0 * a.HiddenSize * concurrency;
        var remote = (d.Nodes - 1.0) / d.Nodes;
        var bytes = d.Layout.Pipeline > 1 ? hidden : 0;
        if (d.Layout.Tensor > d.GpusPerNode)
        {
            bytes += 2 * a.NumHiddenLayers * 2 * remote * hidden;
        }

        if (d.Layout.ExpertSize > d.GpusPerNode)
        {
            bytes += 2 * (a.NumHiddenLayers - a.DenseLayers) * remote * hidden * a.ExpertsPerToken / d.Nodes;
        }

        return bytes;
    }
}
