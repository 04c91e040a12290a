using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Binding;
using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>What an engine is to be told of a deployment, by key; its name for each thing is its own affair.</summary>
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
            Parsers = d.Engine.Engine.Parsers(d.Model),
            Settings = settings.ToImmutable(),
            HasOwnOptionsFile = NamesOptionsFile(d.Serving.ExtraArguments),
        };
    }

    private static void AddModel(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        var model = d.Config.Model;
        AddText(settings, "model.served_name", model.ServedName);
        AddText(settings, "model.revision", model.Revision);
        AddTrue(settings, "model.trust_remote_code", model.TrustRemoteCode);
        if (d.Precision != d.Model.NativePrecision)
        {
            settings["model.precision"] = NameOf(ModelSection.Precisions, d.Precision);
        }
    }

    /// <summary>Sizes of 1 are every engine's own, but for tensor, which is always said.</summary>
    private static void AddLayout(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        var (layout, stated) = (d.Layout, d.Config.Parallelism);
        settings["parallelism.tensor"] = Text(layout.Tensor.Value);
        AddAbove1(settings, "parallelism.pipeline", layout.Pipeline);
        AddAbove1(settings, "parallelism.data", layout.Data);
        AddAbove1(settings, "parallelism.decode_context", layout.DecodeContext);
        AddTrue(settings, "parallelism.expert", layout.Expert);
        AddTrue(settings, "parallelism.data_parallel_attention", layout.DataParallelAttention);
        if (!stated.PipelineLayers.IsDefault)
        {
            settings["parallelism.pipeline_layers"] = $"[{string.Join(", ", stated.PipelineLayers)}]";
        }
    }

    private static void AddServing(ImmutableSortedDictionary<string, string>.Builder settings, Deployment d)
    {
        var (serving, stated) = (d.Serving, d.Config.Serving);
        settings["serving.port"] = Text(serving.Port.Value);
        settings[d.Engine.Engine.MemoryKey] = Text(serving.MemoryFraction.Value);
        AddStated(settings, "serving.max_num_seqs", serving.MaxNumSeqs);
        AddStated(settings, "serving.max_num_batched_tokens", serving.MaxNumBatchedTokens);
        AddStated(settings, "serving.block_size", serving.BlockSize);
        if (stated.KvCacheDtype is { } format and not KvCacheDtypeKind.Auto)
        {
            settings["serving.kv_cache_dtype"] = NameOf(ServingSection.KvCacheDtypes, format);
        }

        AddTrue(settings, "serving.enforce_eager", serving.EnforceEager);
        AddIfOff(settings, "serving.enable_chunked_prefill", serving.ChunkedPrefill);
        AddIfOff(settings, "serving.enable_prefix_caching", serving.PrefixCaching);
        AddText(settings, "serving.attention_backend", stated.AttentionBackend);
        AddText(settings, "serving.moe_backend", stated.MoeBackend);
        AddTrue(settings, "serving.reasoning", stated.Reasoning);
        AddTrue(settings, "serving.tool_calls", stated.ToolCalls);
        if (stated.Engram is { } engram)
        {
            AddText(settings, "serving.engram.placement", engram.Placement is { } p ? NameOf(EngramSection.Placements, p) : null);
            AddBoolean(settings, "serving.engram.shared_memory", engram.SharedMemory);
            AddBoolean(settings, "serving.engram.transparent_hugepages", engram.TransparentHugepages);
            AddBoolean(settings, "serving.engram.across_data", engram.AcrossData);
        }

        if (stated.DistributedExecutorBackend is { } executor)
        {
            settings["serving.distributed_executor_backend"] = NameOf(ServingSection.Executors, executor);
        }

        if (stated.DistributedTimeout is { } timeout)
        {
            settings["serving.distributed_timeout"] = Durations.Text(timeout);
        }
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
        AddTrue(settings, "observability.metrics", d.Config.Observability.Metrics != false);
        AddText(settings, "security.api_key", d.Config.Security.ApiKey);
        if (d.Config.Observability.Tracing is { OtlpEndpoint: { } endpoint } tracing)
        {
            settings["observability.tracing.otlp_endpoint"] = endpoint;
            settings["observability.tracing.protocol"] = NameOf(TracingSection.Protocols, tracing.Protocol ?? TracingProtocol.Grpc);
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

    private static void AddTrue(ImmutableSortedDictionary<string, string>.Builder settings, string key, bool? value) =>
        AddText(settings, key, value == true ? "true" : null);

    private static void AddBoolean(ImmutableSortedDictionary<string, string>.Builder settings, string key, bool? value) =>
        AddText(
            settings,
            key,
            value is not { } on ? null
                : on ? "true"
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

    private static string NameOf<T>(ImmutableArray<Choice<T>> choices, T value)
        where T : struct, Enum => choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Name;

    private static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);
}
