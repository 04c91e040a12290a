using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Changes;

/// <summary>Changes of the engine's settings.</summary>
internal static class ServingChanges
{
    private const int LengthStep = 1024;
    private const int ShortestUsefulLength = 4096;

    /// <summary>What must change whatever else does, because nothing else can fix it.</summary>
    public static IEnumerable<Change> Required(Deployment d)
    {
        var (serving, stated) = (d.Serving, d.StatedStageLayers);
        var (layers, limit) = (d.Model.Architecture.NumHiddenLayers, d.Model.Architecture.MaxPositionEmbeddings);
        if (serving.MaxNumBatchedTokens.Value < serving.MaxNumSeqs)
        {
            var batch = YamlEdit.Set("serving.max_num_batched_tokens", serving.MaxNumSeqs);
            yield return new(null, [batch], ChangeCost.Contradiction, IsSafe: true);
        }

        if (!serving.ChunkedPrefill)
        {
            yield return new(null, [YamlEdit.Set("serving.enable_chunked_prefill", true)], ChangeCost.Scheduling, IsSafe: true);
        }

        if (stated is { } split && split.Sum() != layers && d.Layout.Pipeline <= layers)
        {
            var even = $"[{string.Join(", ", LayoutResolver.Split(layers, d.Layout.Pipeline))}]";
            yield return new(null, [new YamlEdit("parallelism.pipeline_layers", even)], ChangeCost.Scheduling, IsSafe: true);
        }

        if (serving.MaxModelLen > limit)
        {
            yield return new(null, [YamlEdit.Set("serving.max_model_len", limit)], ChangeCost.ContextOfModel, IsSafe: false);
        }
    }

    /// <summary>A shorter context, a larger share of memory, a smaller KV cache.</summary>
    public static IEnumerable<Change> Of(Deployment d)
    {
        if (LongestThatFits(d) is { } length)
        {
            var edit = YamlEdit.Set("serving.max_model_len", length);
            var words = $"set `{edit}`";
            yield return new(words, [edit], ChangeCost.ShorterContext, IsSafe: false, () => d.WithMaxModelLen(length));
        }

        if (KvCacheMemory(d) is { } size)
        {
            yield return size;
        }
        else if (d.Engine.Engine.HighestMemoryFraction is { } highest && d.Serving.MemoryFraction < highest)
        {
            var edit = new YamlEdit(d.Engine.Engine.MemoryKey, highest.ToString(CultureInfo.InvariantCulture));

            // Help texts keep to eager deployments' own share; `--fix` tries it there too.
            var words = d.Serving.EnforceEager ? null : $"set `{edit}`";
            yield return new(words, [edit], ChangeCost.MemoryShare, IsSafe: false, () => d.WithMemoryFraction(highest));
        }

        if (Fp8Cache(d) is { } cache)
        {
            yield return cache;
        }
    }

    /// <summary>The largest size of the KV cache that surely fits, in place of the stated one; null where none is stated.</summary>
    private static Change? KvCacheMemory(Deployment d)
    {
        var isExact = d.Engine.Engine.StatedKvCache == StatedKvCache.Exact && d.Engine.Takes("serving.kv_cache_memory");
        if (!isExact || d.Serving.KvCacheMemory is null)
        {
            return null;
        }

        var gib = Estimator.Estimate(d).SurelyFreeGib;
        var edit = new YamlEdit("serving.kv_cache_memory", string.Create(CultureInfo.InvariantCulture, $"{gib}GiB"));
        return new($"set `{edit}`", [edit], ChangeCost.MemoryShare, IsSafe: false, () => d.WithKvCacheMemory(gib * Quantity.GiB));
    }

    /// <summary>The KV cache in fp8; null where it is smaller than 16 bits already.</summary>
    public static Change? Fp8Cache(Deployment d)
    {
        if (d.Serving.KvCacheDtype.Value is not (KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16))
        {
            return null;
        }

        var edit = new YamlEdit("serving.kv_cache_dtype", "fp8");

        // Offered only where the GPU computes in fp8; `--fix` leaves it to the rules whether it may be set elsewhere.
        var words = d.Gpu.ComputeCapability >= ComputeCapability.FirstWithFp8 ? $"set `{edit}`" : null;
        return new(words, [edit], ChangeCost.CacheFormat, IsSafe: false, () => d.WithKvCacheDtype(KvCacheDtypeKind.Fp8));
    }

    /// <summary>The longest max_model_len with the whole overhead interval to spare, rounded down to a round number.</summary>
    private static int? LongestThatFits(Deployment d)
    {
        var asked = d.Serving.MaxModelLen > 0 ? d.Serving.MaxModelLen.Value : d.Model.Architecture.MaxPositionEmbeddings;
        var weights = new ModelWeights(d.Model.Architecture, d.Quantization);
        int low = 0,
            high = asked / LengthStep;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var changed = d.WithMaxModelLen(middle * LengthStep);
            (low, high) = Estimator.Estimate(changed, weights).MemoryVerdict == Verdict.Fits ? (middle, high) : (low, middle - 1);
        }

        var longest = low * LengthStep;
        return longest >= ShortestUsefulLength && longest < asked ? longest : null;
    }
}
