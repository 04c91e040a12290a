using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Cli.Output;
using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;

namespace ConfigKit.Tests.Engines;

/// <summary>One table says what each key is called: commands, rules and the reader of arguments have no list of their own.</summary>
public sealed class SettingTableTests
{
    /// <summary>Settings that arguments carry, each with a value that is not the engine's default.</summary>
    private static readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Carried = new Dictionary<
        string,
        ImmutableSortedDictionary<string, string>
    >
    {
        ["vllm"] = Settings(
            """
            model.name=deepseek-ai/DeepSeek-R1 model.precision=bf16 model.revision=main model.served_name=r1
            model.trust_remote_code=true observability.tracing.detailed=true
            observability.tracing.otlp_endpoint=http://collector:4317 parallelism.data=2 parallelism.decode_context=4
            parallelism.expert=true parallelism.pipeline=3 parallelism.tensor=8 serving.attention_backend=FLASHMLA
            serving.block_size=64 serving.distributed_timeout=600s serving.enable_chunked_prefill=false
            serving.enable_prefix_caching=false serving.enforce_eager=true serving.gpu_memory_utilization=0.93
            serving.kv_cache_dtype=bf16 serving.kv_cache_memory=32212254720B serving.kv_offload.backend=lmcache
            serving.kv_offload.size=200GiB serving.max_model_len=8192 serving.max_num_batched_tokens=4096
            serving.max_num_seqs=128 serving.moe_backend=marlin serving.port=8001 serving.reasoning=true
            serving.speculative.method=ngram serving.speculative.num_tokens=3 serving.tool_calls=true
            """
        ),
        ["sglang"] = Settings(
            """
            model.name=deepseek-ai/DeepSeek-R1 model.precision=fp16 model.revision=main model.served_name=r1
            model.trust_remote_code=true observability.metrics=true
            observability.tracing.otlp_endpoint=http://collector:4317 parallelism.data=2 parallelism.data_parallel_attention=true
            parallelism.expert=true parallelism.pipeline=3 parallelism.tensor=8 serving.attention_backend=fa3
            serving.block_size=64 serving.distributed_timeout=600s serving.enable_chunked_prefill=false
            serving.enable_prefix_caching=false serving.enforce_eager=true serving.mem_fraction_static=0.85
            serving.kv_cache_dtype=fp8_e4m3 serving.kv_offload.backend=hicache serving.max_model_len=8192 serving.max_num_batched_tokens=4096
            serving.max_num_seqs=128 serving.moe_backend=marlin serving.port=8001 serving.reasoning=true
            serving.speculative.method=eagle serving.speculative.model=a/draft serving.speculative.num_tokens=3
            serving.tool_calls=true
            """
        ),
        ["tensorrt-llm"] = Settings(
            """
            model.path=/models/r1 model.revision=main model.trust_remote_code=true
            observability.tracing.otlp_endpoint=http://collector:4317 parallelism.expert=true parallelism.pipeline=3
            parallelism.tensor=8 serving.free_gpu_memory_fraction=0.85 serving.max_model_len=8192
            serving.max_num_batched_tokens=4096 serving.max_num_seqs=128 serving.port=8001
            """
        ),
    }.ToImmutableSortedDictionary();

    public static TheoryData<string> Engines => [.. EngineList.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_key_of_model_layout_and_serving_is_in_the_table(string engine)
    {
        var named = EngineList.Find(engine).Settings.Settings.Select(s => s.Key).ToHashSet();

        var missing = ReferencePages
            .Flatten(ConfigCompiler.Keys)
            .Where(k => k.Type != KeyType.Section && k.Path.Split('.')[0] is "model" or "parallelism" or "serving")
            .Select(k => k.Path)
            .Where(k => k.Contains('.', StringComparison.Ordinal) && !k.StartsWith("model.architecture", StringComparison.Ordinal))
            .Where(k => k != "serving.speculative" && !SettingTable.NotForEngines.Contains(k) && !named.Contains(k));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_table_names_no_key_that_is_not_there(string engine)
    {
        var keys = ReferencePages.Flatten(ConfigCompiler.Keys).Select(k => k.Path).ToHashSet();
        var table = EngineList.Find(engine).Settings;

        Assert.All(
            table.Settings.Concat(table.OnNode).Where(s => s.Key.Length > 0).Select(s => s.Key).Concat(SettingTable.NotForEngines),
            key => Assert.Contains(key, keys)
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_command_reads_back_as_the_settings_that_it_was_written_from(string engine)
    {
        var launch = Launches.Launch(engine);
        launch = launch with { Settings = Carried[engine], Layout = launch.Layout with { ExpertSize = 8 } };

        var read = new ArgumentReader(launch.Release).Read(launch.Release.Engine.Settings.Write(launch));

        Assert.Equal(launch.Settings, read.Settings);
        Assert.Empty(read.Rest);
    }

    /// <summary>So that the test above leaves no argument out.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_setting_that_an_argument_carries_is_read_back(string engine)
    {
        var release = Launches.Launch(engine).Release;

        var written = release
            .Engine.Settings.Settings.Where(s => s.Holds(release) && s.Key.Length > 0)
            .Where(s => s.Notation is ValueFlag or Switch or WordFlags or Positional or JsonMember)
            .Select(s => s.Key);
        Assert.Empty(
            written
                .Except(Carried[engine].Keys)
                .Except(["model.name", "model.path", "serving.speculative.model", "serving.kv_offload.size"])
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_flag_that_is_written_is_one_that_the_release_has(string engine)
    {
        var launch = Launches.Launch(engine) with { Settings = Carried[engine] };

        var flags = launch.Release.Engine.Settings.Write(launch).Where(a => EngineFlags.IsFlag(a) && a != "--backend");
        Assert.All(flags, f => Assert.True(launch.Release.Has(f), f));
    }

    private static ImmutableSortedDictionary<string, string> Settings(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToImmutableSortedDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
}
