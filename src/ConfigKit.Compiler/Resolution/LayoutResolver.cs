using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>Decides how a model is divided.</summary>
internal static class LayoutResolver
{
    /// <summary>The stated sizes; those of the hardware where the file says nothing of the layout, else the engine's own.</summary>
    public static ParallelLayout Resolve(
        Decisions decided,
        ParallelismSection stated,
        SpanTable spans,
        Checkpoint model,
        Quantization quantization,
        Engine engine,
        int nodes,
        int gpusPerNode
    )
    {
        var layout = Sizes(stated, spans, model, quantization, engine, nodes, gpusPerNode);
        decided.Keep("parallelism.tensor", layout.Tensor);
        decided.Keep("parallelism.pipeline", layout.Pipeline);
        decided.Keep("parallelism.data", layout.Data);
        decided.Keep("parallelism.expert", layout.Expert);
        decided.Keep("parallelism.data_parallel_attention", layout.DataParallelAttention);
        decided.Keep("parallelism.decode_context", layout.DecodeContext);
        return layout;
    }

    private static ParallelLayout Sizes(
        ParallelismSection stated,
        SpanTable spans,
        Checkpoint model,
        Quantization quantization,
        Engine engine,
        int nodes,
        int gpusPerNode
    )
    {
        var attention = Setting.Of(stated.DataParallelAttention, false, "off by default");
        if (!spans.Has("parallelism"))
        {
            var tensor = WidestTensor(model.Architecture, quantization, gpusPerNode);
            return Build(
                new(tensor, "the most GPUs of a node that divide the model"),
                new(nodes, "one stage per node"),
                new(gpusPerNode / tensor, "what is left of the GPUs"),
                new(false, "off by default"),
                attention,
                new(1, "off by default"),
                default,
                model,
                engine
            );
        }

        var width = Setting.Of(stated.Tensor, 1, "engine default");
        var groups =
            engine.HasGroupsWithinTensor && attention
                ? Setting.Of(stated.Data, width, "as many as tensor ranks")
                : Setting.Of(stated.Data, 1, "engine default");
        return Build(
            width,
            Setting.Of(stated.Pipeline, 1, "engine default"),
            groups,
            Setting.Of(stated.Expert, false, "off by default"),
            attention,
            Setting.Of(stated.DecodeContext, 1, "off by default"),
            stated.PipelineLayers,
            model,
            engine
        );
    }

    /// <summary>A layout with everything that follows from its sizes.</summary>
    public static ParallelLayout Build(
        Setting<int> tensor,
        Setting<int> pipeline,
        Setting<int> data,
        Setting<bool> expert,
        Setting<bool> attention,
        Setting<int> context,
        ImmutableArray<int> stageLayers,
        Checkpoint model,
        Engine engine
    )
    {
        var isWithin = engine.HasGroupsWithinTensor && attention.Value;
        var (t, p, d) = (tensor.Value, pipeline.Value, data.Value);
        return new ParallelLayout
        {
            Tensor = tensor,
            Pipeline = pipeline,
            Data = data,
            Expert = expert,
            DataParallelAttention = attention,
            DecodeContext = context,
            StageLayers = stageLayers.IsDefault || stageLayers.Length != p ? Split(model.Architecture.NumHiddenLayers, p) : stageLayers,
            WorldSize = (int)Math.Min(int.MaxValue, (long)t * p * (isWithin ? 1 : d)),
            ExpertSize =
                !expert.Value ? 1
                : engine.SpreadsExpertsOverData ? t * d
                : t,
            Caches = d,
            AttentionTensor = isWithin ? Math.Max(1, t / d) : t,
        };
    }

    /// <summary>
    /// vLLM's split (distributed/utils.py, get_pp_indices): equal shares, the remainder to stages counted from the
    /// second-to-last backwards.
    /// </summary>
    public static ImmutableArray<int> Split(int layers, int stages)
    {
        var (share, remainder) = Math.DivRem(layers, stages);
        var result = new int[stages];
        Array.Fill(result, share);
        for (var extra = 0; extra < remainder; extra++)
        {
            // The remainder is less than the number of stages, so the last stage never gets one.
            var fromSecondToLast = stages - 2 - extra;
            result[fromSecondToLast]++;
        }

        return [.. result];
    }

    /// <summary>The largest divisor of a node's GPUs that the engines accept for this model.</summary>
    private static int WidestTensor(ModelArchitecture model, Quantization quantization, int gpus)
    {
        for (var tensor = gpus; tensor > 1; tensor--)
        {
            if (gpus % tensor == 0 && Divides(model, quantization, tensor))
            {
                return tensor;
            }
        }

        return 1;
    }

    /// <summary>Whether heads, output groups and quantisation blocks of the model divide by <paramref name="tensor"/>.</summary>
    public static bool Divides(ModelArchitecture model, Quantization quantization, int tensor)
    {
        var kv = model.NumKeyValueHeads;
        var isGrouped = model.Attention == AttentionKind.Grouped;
        return model.NumAttentionHeads % tensor == 0
            && (!isGrouped || kv % tensor == 0 || tensor % kv == 0)
            && (model.OGroups == 0 || tensor <= model.OGroups)
            && (
                quantization.Dense != WeightFormat.Fp8Block
                || (
                    (model.IntermediateSize == 0 || model.IntermediateSize / tensor % quantization.BlockSize == 0)
                    && (!model.IsMoe || model.MoeIntermediateSize / tensor % quantization.BlockSize == 0)
                )
            );
    }
}
