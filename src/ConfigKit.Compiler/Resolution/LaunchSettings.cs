using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Binding;
using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>The settings of a deployment that an engine takes, by key; each engine has its own names for them.</summary>
internal static class LaunchSettings
{
    public static EngineLaunch Of(Deployment d)
    {
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        AddModel(settings, d);
        AddLayout(settings, d);
        AddServing(settings, d);
        AddSpeculation(settings, d);
        AddOperation(settings, d);
        return new EngineLaunch
        {
            Release = d.Engine,
            Layout = d.Layout,
            Nodes = d.Nodes,
            Parsers = d.Engine.Engine.Parsers(d.Engine, d.Model),
            Settings = settings.ToImmutable(),
            HasOwnOptionsFile = NamesOptionsFile(d.Serving.ExtraArguments),
        };
    }

    private static void AddModel(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        AddStated(settings, "model.served_name", d.ServedName);
        AddStated(settings, "model.revision", d.Source.Revision);
        if (d.Source.Path is null)
        {
            AddStated(settings, "model.hub", d.Source.Hub);
        }

        AddTrue(settings, "model.trust_remote_code", d.Source.TrustRemoteCode);
        if (d.Precision != d.Model.NativePrecision)
        {
            settings["model.precision"] = NameOf(ModelSection.Precisions, d.Precision);
        }
    }

    /// <summary>Sizes of 1 are every engine's own, but for tensor, which is always said.</summary>
    private static void AddLayout(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        var layout = d.Layout;
        settings["parallelism.tensor"] = Text(layout.Tensor.Value);
        AddAbove1(settings, "parallelism.pipeline", layout.Pipeline);
        AddAbove1(settings, "parallelism.data", layout.Data);
        AddAbove1(settings, "parallelism.decode_context", layout.DecodeContext);
        AddTrue(settings, "parallelism.expert", layout.Expert);
        AddTrue(settings, "parallelism.data_parallel_attention", layout.DataParallelAttention);
        if (d.StatedStageLayers is { } layers)
        {
            settings["parallelism.pipeline_layers"] = $"[{string.Join(", ", layers)}]";
        }
    }

    private static void AddServing(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        var serving = d.Serving;
        settings["serving.port"] = Text(serving.Port.Value);
        settings[d.Engine.Engine.MemoryKey] = Text(serving.MemoryFraction.Value);
        if (serving.KvCacheMemory is { } cache)
        {
            settings["serving.kv_cache_memory"] = Quantity.WriteSize(cache);
        }

        if (serving.KvOffload is { } offload)
        {
            settings["serving.kv_offload.backend"] = NameOf(KvOffloadSection.Backends, offload.Backend);
            settings["serving.kv_offload.size"] = Quantity.WriteSize(offload.NodeBytes);
        }

        AddStated(settings, "serving.max_num_seqs", serving.MaxNumSeqs);
        AddStated(settings, "serving.max_num_batched_tokens", serving.MaxNumBatchedTokens);
        AddStated(settings, "serving.block_size", serving.BlockSize);
        if (serving.WrittenKvCacheDtype is { } format)
        {
            settings["serving.kv_cache_dtype"] = NameOf(ServingSection.KvCacheDtypes, format);
        }

        AddTrue(settings, "serving.enforce_eager", serving.EnforceEager);
        AddIfOff(settings, "serving.enable_chunked_prefill", serving.ChunkedPrefill);
        AddIfOff(settings, "serving.enable_prefix_caching", serving.PrefixCaching);
        AddText(settings, "serving.attention_backend", serving.AttentionBackend);
        AddText(settings, "serving.moe_backend", serving.MoeBackend);
        AddTrue(settings, "serving.reasoning", serving.Reasoning);
        AddTrue(settings, "serving.tool_calls", serving.ToolCalls);
        AddEngram(settings, serving.Engram);
        if (serving.DistributedExecutor.IsStated)
        {
            settings["serving.distributed_executor_backend"] = NameOf(ServingSection.Executors, serving.DistributedExecutor.Value);
        }

        if (serving.DistributedTimeout is { } timeout)
        {
            settings["serving.distributed_timeout"] = Durations.Text(timeout);
        }
    }

    private static void AddEngram(ImmutableSortedDictionary<string, string>.Builder settings, EngramSettings engram)
    {
        if (engram.Placement.IsStated)
        {
            settings["serving.engram.placement"] = NameOf(EngramSection.Placements, engram.Placement.Value);
        }

        AddStated(settings, "serving.engram.shared_memory", engram.SharedMemory);
        AddStated(settings, "serving.engram.transparent_hugepages", engram.TransparentHugepages);
        AddStated(settings, "serving.engram.across_data", engram.AcrossData);
    }

    private static void AddSpeculation(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        if (d.Serving.SpeculativeMethod is { } method)
        {
            settings["serving.speculative.method"] = NameOf(SpeculativeSection.Methods, method);
            settings["serving.speculative.num_tokens"] = Text(d.Serving.SpeculativeTokens);
            AddText(settings, "serving.speculative.model", d.Serving.DraftModel);
        }
    }

    private static void AddOperation(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        AddTrue(settings, "observability.metrics", d.Observability.Metrics);
        AddText(settings, "security.api_key", d.Security.ApiKey);
        AddText(settings, "gateway.max_request_size", d.Gateway?.MaxRequestBytes is { } size ? Text(size) : null);
        if (d.Observability.Tracing is { } tracing)
        {
            settings["observability.tracing.otlp_endpoint"] = tracing.Endpoint;
            settings["observability.tracing.protocol"] = NameOf(TracingSection.Protocols, tracing.Protocol.Value);
            AddTrue(settings, "observability.tracing.detailed", tracing.Detailed);
        }
    }

    /// <summary>Whether the user's own arguments name a file of LLM API options.</summary>
    private static bool NamesOptionsFile(ImmutableArray<string> arguments) =>
        arguments.Any(a => EngineFlags.NameOf(a) is "--config" or "--extra_llm_api_options");

    private static void AddText(ImmutableSortedDictionary<string, string>.Builder settings, string key, string? value)
    {
        if (value is not null)
        {
            settings[key] = value;
        }
    }

    private static void AddTrue(ImmutableSortedDictionary<string, string>.Builder settings, string key, bool value) =>
        AddText(settings, key, value ? "true" : null);

    private static void AddStated(ImmutableSortedDictionary<string, string>.Builder settings, string key, Setting<bool> value) =>
        AddText(
            settings,
            key,
            !value.IsStated ? null
                : value ? "true"
                : "false"
        );

    /// <summary>Says what is stated, and off even where that is the release's own.</summary>
    private static void AddIfOff(ImmutableSortedDictionary<string, string>.Builder settings, string key, Setting<bool> value) =>
        AddText(
            settings,
            key,
            !value ? "false"
                : value.IsStated ? "true"
                : null
        );

    private static void AddAbove1(ImmutableSortedDictionary<string, string>.Builder settings, string key, Setting<int> value) =>
        AddText(settings, key, value > 1 ? Text(value.Value) : null);

    private static void AddStated(ImmutableSortedDictionary<string, string>.Builder settings, string key, Setting<int> value) =>
        AddText(settings, key, value.IsStated ? Text(value.Value) : null);

    private static void AddStated(ImmutableSortedDictionary<string, string>.Builder settings, string key, Setting<string> value) =>
        AddText(settings, key, value.IsStated ? value.Value : null);

    private static string NameOf<T>(ImmutableArray<Choice<T>> choices, T value)
        where T : struct, Enum => choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Name;

    private static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);
}
