using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>A change that might mend a file.</summary>
/// <param name="Edits">What is set.</param>
/// <param name="IsSafe">Whether the same model runs on the same hardware with the same number format, context and memory share.</param>
/// <param name="Cost">How much it changes for the user; the cheapest that works is taken.</param>
internal sealed record RepairCandidate(ImmutableArray<YamlEdit> Edits, bool IsSafe, int Cost)
{
    public RepairCandidate With(RepairCandidate other) => new([.. Edits, .. other.Edits], IsSafe && other.IsSafe, Cost + other.Cost);
}

/// <summary>The single changes from which repairs are built.</summary>
internal static class RepairCandidates
{
    public static ImmutableArray<RepairCandidate> Of(Deployment d) =>
        [.. Network(d).Concat(Layouts(d)).Concat(Memory(d)).Concat(Hardware(d)).OrderBy(c => c.Cost)];

    /// <summary>What must change whatever else does, because nothing else can mend it.</summary>
    public static RepairCandidate Forced(Deployment d) =>
        Scheduler(d).Aggregate(new RepairCandidate([], IsSafe: true, 0), (all, one) => all.With(one));

    private static IEnumerable<RepairCandidate> Scheduler(Deployment d)
    {
        var serving = d.Serving;
        if (serving.MaxNumBatchedTokens.Value < serving.MaxNumSeqs)
        {
            yield return Safe(1, Set("serving.max_num_batched_tokens", serving.MaxNumSeqs.Value));
        }

        if (!serving.ChunkedPrefill)
        {
            yield return Safe(2, new YamlEdit("serving.enable_chunked_prefill", "true"));
        }

        if (
            !d.Config.Parallelism.PipelineLayers.IsDefault
            && d.Config.Parallelism.PipelineLayers.Sum() != d.Model.Architecture.NumHiddenLayers
            && d.Layout.Pipeline <= d.Model.Architecture.NumHiddenLayers
        )
        {
            yield return Safe(
                2,
                new YamlEdit(
                    "parallelism.pipeline_layers",
                    $"[{string.Join(", ", LayoutResolver.Split(d.Model.Architecture.NumHiddenLayers, d.Layout.Pipeline))}]"
                )
            );
        }

        var limit = d.Model.Architecture.MaxPositionEmbeddings;
        if (serving.MaxModelLen > limit)
        {
            yield return Unsafe(3, Set("serving.max_model_len", limit));
        }
    }

    private static IEnumerable<RepairCandidate> Network(Deployment d)
    {
        var network = d.Config.Hardware.Network;
        if (network.Gpudirect == true)
        {
            yield return Safe(1, new YamlEdit("hardware.network.gpudirect", "false"));
        }

        if (network.Rdma is { } rdma)
        {
            yield return Safe(1, new YamlEdit("hardware.network.rdma", rdma ? "false" : "true"));
        }

        if (d.Nodes > 1 && network.Fabric is not null)
        {
            yield return Unsafe(30, new YamlEdit("hardware.network.fabric", "ethernet-10g"));
            yield return Unsafe(40, new YamlEdit("hardware.network.fabric", "infiniband-ndr"));
        }
    }

    /// <summary>Legal layouts of the GPUs that there are, those that change least first.</summary>
    private static IEnumerable<RepairCandidate> Layouts(Deployment d)
    {
        var layout = d.Layout;
        foreach (var (tensor, pipeline, data) in LayoutSearch.ByDistance(d))
        {
            var edits = new List<YamlEdit>();
            Change("tensor", layout.Tensor, tensor);
            Change("pipeline", layout.Pipeline, pipeline);
            Change("data", layout.Data, data);
            if (edits.Count > 0)
            {
                yield return Safe(3 + edits.Count, [.. edits]);
            }

            void Change(string key, Setting<int> from, int to)
            {
                if (from.Value != to)
                {
                    edits.Add(Set("parallelism." + key, to));
                }
            }
        }

        if (layout.Expert)
        {
            yield return Safe(4, new YamlEdit("parallelism.expert", "false"));
        }

        if (layout.DecodeContext > 1)
        {
            for (var context = layout.DecodeContext.Value - 1; context >= 1; context--)
            {
                if (layout.Tensor % context == 0)
                {
                    yield return Safe(4, Set("parallelism.decode_context", context));
                }
            }
        }

        if (layout.DataParallelAttention && layout.Data > 1)
        {
            yield return Safe(4, Set("parallelism.data", Enumerable.Range(1, layout.Data).Last(n => layout.Tensor % n == 0)));
        }
    }

    private static IEnumerable<RepairCandidate> Memory(Deployment d)
    {
        if (SmallestChange.LongestThatFits(d) is { } length)
        {
            yield return Unsafe(10, Set("serving.max_model_len", length));
        }

        if (d.Engine.Engine.HighestMemoryFraction is { } highest && d.Serving.MemoryFraction < highest)
        {
            yield return Unsafe(12, new YamlEdit(d.Engine.Engine.MemoryKey, highest.ToString(CultureInfo.InvariantCulture)));
        }

        if (d.Serving.KvCacheDtype.Value is KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16)
        {
            yield return Unsafe(14, new YamlEdit("serving.kv_cache_dtype", "fp8"));
        }

        if (d.Precision is PrecisionKind.Bf16 or PrecisionKind.Fp16)
        {
            yield return Unsafe(20, new YamlEdit("model.precision", "fp8"));
        }

        if (d.Config.Model.Config is null && d.Config.Model.Architecture is null)
        {
            foreach (var model in SmallestChange.Requantized(d))
            {
                yield return Unsafe(22, new YamlEdit("model.name", model.Id));
            }
        }
    }

    private static IEnumerable<RepairCandidate> Hardware(Deployment d)
    {
        for (var gpus = d.GpusPerNode + 1; gpus <= 8 && d.Nodes == 1 && d.GpuIds.IsEmpty; gpus++)
        {
            if (LayoutResolver.Divides(d.Model.Architecture, d.Quantization, gpus))
            {
                yield return Unsafe(15 + gpus, Set("hardware.gpus_per_node", gpus), Set("parallelism.tensor", gpus));
            }
        }

        for (var nodes = d.Nodes * 2; nodes <= 8 && d.GpuIds.IsEmpty; nodes *= 2)
        {
            YamlEdit[] edits =
                d.Nodes == 1 && d.Config.Hardware.Network.Fabric is null
                    ?
                    [
                        Set("hardware.nodes", nodes),
                        new YamlEdit("hardware.network", "{fabric: infiniband-ndr, nics_per_node: 8}"),
                        Set("parallelism.pipeline", nodes),
                    ]
                    : [Set("hardware.nodes", nodes), Set("parallelism.pipeline", d.Layout.Pipeline * (nodes / d.Nodes))];
            yield return Unsafe(25 + nodes, [.. edits]);
        }
    }

    private static YamlEdit Set(string path, long value) => new(path, value.ToString(CultureInfo.InvariantCulture));

    private static RepairCandidate Safe(int cost, params ImmutableArray<YamlEdit> edits) => new(edits, IsSafe: true, cost);

    private static RepairCandidate Unsafe(int cost, params ImmutableArray<YamlEdit> edits) => new(edits, IsSafe: false, cost);
}
