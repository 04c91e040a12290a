using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What vLLM is asked for, as far as the KV cache depends on it. Null: not stated.</summary>
internal sealed record VllmCacheRequest
{
    public required EngineRelease Release { get; init; }
    public required ModelArchitecture Model { get; init; }

    /// <summary>Whether the weights are stored in a quantized format.</summary>
    public bool IsQuantized { get; init; }

    /// <summary>The device as the catalogue names it, in lower case.</summary>
    public string Device { get; init; } = "";

    /// <summary>Memory of the device in GiB.</summary>
    public required double MemoryGib { get; init; }

    /// <summary>Compute capability, times ten.</summary>
    public required int Capability { get; init; }

    public int Tensor { get; init; } = 1;
    public int Pipeline { get; init; } = 1;
    public int DecodeContext { get; init; } = 1;

    /// <summary>Auto: not stated.</summary>
    public KvCacheDtypeKind CacheDtype { get; init; }

    public string? Backend { get; init; }
    public int? BlockSize { get; init; }

    /// <summary>Null: the model's longest context, also where the length is `auto`.</summary>
    public int? MaxModelLen { get; init; }

    public int? MaxNumBatchedTokens { get; init; }
    public int? MaxNumSeqs { get; init; }
    public bool ChunkedPrefill { get; init; } = true;
    public bool? AsyncScheduling { get; init; }

    /// <summary>VLLM_USE_V2_MODEL_RUNNER.</summary>
    public bool? SecondRunner { get; init; }

    /// <summary>Null: no speculative decoding.</summary>
    public SpeculativeMethod? Draft { get; init; }

    public static VllmCacheRequest Of(EngineRelease release, CacheQuestion q)
    {
        var (stated, arguments) = (q.Stated, q.Stated.Arguments);
        return new()
        {
            Release = release,
            Model = q.Architecture,
            IsQuantized = q.Quantization.Dense is not (WeightFormat.Bf16 or WeightFormat.Fp16),
            Device = q.Gpu.Id,
            MemoryGib = q.MemoryGib,
            Capability = q.Capability,
            Tensor = q.Layout.Tensor,
            Pipeline = q.Layout.Pipeline,
            DecodeContext = q.Layout.DecodeContext,
            CacheDtype = q.StoresFp8Cache ? KvCacheDtypeKind.Fp8E4M3 : stated.CacheDtype,
            Backend = stated.Backend,
            BlockSize = stated.BlockSize,
            MaxModelLen = stated.MaxModelLen,
            MaxNumBatchedTokens = stated.MaxNumBatchedTokens,
            MaxNumSeqs = stated.MaxNumSeqs,
            ChunkedPrefill = stated.ChunkedPrefill ?? release.Engine.DefaultChunkedPrefill(release, q.Length),
            AsyncScheduling =
                arguments.Has("--async-scheduling") ? true
                : arguments.Has("--no-async-scheduling") ? false
                : null,
            SecondRunner = stated.Environment.GetValueOrDefault("VLLM_USE_V2_MODEL_RUNNER") is { } text ? text is "1" or "true" : null,
            Draft = stated.Draft,
        };
    }
}

/// <summary>What vLLM makes of it.</summary>
internal sealed record VllmCacheSettings
{
    /// <summary>Auto: the model's own format.</summary>
    public required KvCacheDtypeKind CacheDtype { get; init; }

    /// <summary>Tokens of a block.</summary>
    public required int BlockSize { get; init; }

    public required int MaxModelLen { get; init; }
    public required int MaxNumSeqs { get; init; }
    public required int MaxNumBatchedTokens { get; init; }
    public required bool AsyncScheduling { get; init; }

    /// <summary>Whether model runner V2 runs the model.</summary>
    public required bool SecondRunner { get; init; }

    /// <summary>Steps that run or wait at once.</summary>
    public int ConcurrentSteps(int stages) =>
        !AsyncScheduling ? stages
        : SecondRunner ? stages + 1
        : Math.Max(2, stages);
}
