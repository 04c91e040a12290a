using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Engines.Arguments;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>
/// An inference engine: all that differs from one to the next. Every member is abstract, so an engine that forgets one
/// does not compile. What changes with a release alone is data: catalog/engines/&lt;name&gt;.json.
/// </summary>
internal abstract class Engine
{
    private readonly Lazy<EngineMemoryEntry?> _memory;

    protected Engine()
    {
        Lists = new(Name);
        _memory = new(() => CatalogFile.TryRead<EngineMemoryEntry>($"engines/{Name}.memory.json"));
    }

    /// <summary>As `serving.engine` has it.</summary>
    public abstract string Name { get; }

    /// <summary>As its makers write it.</summary>
    public abstract string Title { get; }

    /// <summary>What the schema says of it.</summary>
    public abstract string Description { get; }

    // Defaults

    /// <summary>The key of the memory share that is the engine's own: `serving.gpu_memory_utilization` or its like.</summary>
    public abstract string MemoryKey { get; }

    /// <summary>What it decides of the KV cache and of the size of a step where nothing is stated.</summary>
    public abstract CacheChoice Choose(EngineRelease release, CacheQuestion question);

    /// <summary>The largest share that a fix may raise it to; null where raising it does not help.</summary>
    public abstract double? HighestMemoryFraction { get; }

    /// <summary>Whether prompts of this length are split over several steps without being asked.</summary>
    public abstract Setting<bool> DefaultChunkedPrefill(EngineRelease release, int maxModelLen);

    /// <summary>Whether the KV cache of common prefixes is reused without being asked.</summary>
    public abstract Setting<bool> DefaultPrefixCaching(EngineRelease release);

    // The KV cache

    /// <summary>Second tiers in host memory that it has, its own first; empty where it has none.</summary>
    public abstract ImmutableArray<KvOffloadBackend> KvOffloads { get; }

    /// <summary>Whether fp8 becomes a layout of the engine's own (fp8_ds_mla) where attention is sparse.</summary>
    public abstract bool HasSparseCacheLayout { get; }

    /// <summary>Compute capability times ten from which an fp8 cache works with MLA.</summary>
    public abstract int LowestOfFp8LatentCache(EngineRelease release);

    /// <summary>How it divides what is left for the KV cache.</summary>
    public abstract KvPlanning KvPlanning { get; }

    // Memory

    /// <summary>Bytes of a GPU that the engine claims.</summary>
    public abstract long RequestedBytes(in MemoryBudget budget);

    /// <summary>Bytes left for the KV cache, negative when the rest is too much.</summary>
    public abstract long KvCacheBytes(in MemoryBudget budget);

    /// <summary>What `serving.kv_cache_memory` does in the releases that take it.</summary>
    public abstract StatedKvCache StatedKvCache { get; }

    /// <summary>Where it stands what the memory share is a share of.</summary>
    public abstract string MemorySource { get; }

    /// <summary>The two formulas with their numbers put in.</summary>
    public abstract BudgetWords Explain(in MemoryBudget budget);

    /// <summary>Tokens of one sequence that the cache must hold for the engine to start.</summary>
    public abstract int TokensToStart(int maxModelLen, int batchedTokens);

    /// <summary>Whether W_UK and W_UV stay in bf16 beside the quantised kv_b.</summary>
    public abstract bool KeepsLatentCopies { get; }

    // Layout

    /// <summary>Whether data-parallel attention groups lie within the tensor ranks; else data ranks are further GPUs.</summary>
    public abstract bool HasGroupsWithinTensor { get; }

    /// <summary>Whether experts are spread over data ranks too, not over tensor ranks alone.</summary>
    public abstract bool SpreadsExpertsOverData { get; }

    /// <summary>Whether it refuses a step that can't hold one token of each sequence.</summary>
    public abstract bool NeedsTokenOfEachSequence { get; }

    public abstract NodeStart NodeStart { get; }

    /// <summary>What a shell appends to the command of each node; empty where nothing differs by node.</summary>
    public abstract string NodeWords(NodeContext context);

    // GPUs, images and models

    public abstract bool RunsOn(GpuVendor vendor);

    /// <summary>Compute capability times ten from which it runs the format on NVIDIA GPUs.</summary>
    public abstract int LowestCapability(PrecisionKind precision);

    /// <summary>The first release that knows the architecture; null where all of the catalogue do.</summary>
    public abstract Version? FirstRelease(EngineRelease release, ModelArchitecture model);

    // The command

    /// <summary>The program and its sub-command.</summary>
    public abstract ImmutableArray<string> Program { get; }

    /// <summary>Every key in the engine's own words.</summary>
    public abstract SettingTable Settings { get; }

    /// <summary>Settings that the engine takes from a file alone; null where it has none.</summary>
    public abstract LlmApiOptions? OptionsFile(EngineLaunch launch);

    /// <summary>Names of its parsers of model output.</summary>
    public abstract EngineParsers Parsers(EngineRelease release, Checkpoint model);

    // The server

    /// <summary>The variable that holds the API key.</summary>
    public abstract string KeyVariable { get; }

    /// <summary>What a shell appends to give the key, where the engine does not read the variable itself.</summary>
    public abstract string KeyWords { get; }

    /// <summary>Path that says whether the engine is alive; needs no key.</summary>
    public abstract string HealthPath { get; }

    /// <summary>Path that says whether it serves the model; needs the key where there is one.</summary>
    public abstract string ReadyPath { get; }

    /// <summary>Paths by which adapters are loaded; empty where there are none.</summary>
    public abstract ImmutableArray<string> AdapterPaths { get; }

    /// <summary>Null where it offers none under a known name.</summary>
    public abstract EngineMetrics? Metrics(EngineRelease release);

    /// <summary>The counter of its answers to clients.</summary>
    public abstract ResponseMetric Responses { get; }

    public abstract BenchProgram Bench(EngineRelease release);

    /// <summary>Whether Triton Inference Server runs it behind its own front end.</summary>
    public abstract bool RunsInTriton { get; }

    /// <summary>What its releases take and offer.</summary>
    public EngineLists Lists { get; }

    /// <summary>What its releases do with weights, where that is known.</summary>
    internal EngineMemoryEntry? MemoryEntry => _memory.Value;

    public sealed override string ToString() => Title;
}
