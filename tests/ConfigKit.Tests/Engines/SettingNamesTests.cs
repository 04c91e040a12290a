using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;

namespace ConfigKit.Tests.Engines;

/// <summary>The rows of the engines' tables that a command never shows: other names of flags, harmless values, flags that say more.</summary>
public sealed class SettingNamesTests
{
    /// <summary>Every name that the engine's own parser takes; the first of each row is what a command writes.</summary>
    [Theory]
    [InlineData("vllm", "parallelism.tensor=2", "--tensor-parallel-size 2", "-tp 2")]
    [InlineData("vllm", "parallelism.pipeline=2", "--pipeline-parallel-size 2", "-pp 2")]
    [InlineData("vllm", "parallelism.data=2", "--data-parallel-size 2", "-dp 2")]
    [InlineData("vllm", "parallelism.decode_context=2", "--decode-context-parallel-size 2", "-dcp 2")]
    [InlineData("vllm", "parallelism.expert=true", "--enable-expert-parallel", "-ep")]
    [InlineData("vllm", "parallelism.expert=false", "--no-enable-expert-parallel")]
    [InlineData("vllm", "model.name=a/b", "a/b", "--model a/b")]
    [InlineData("vllm", "model.path=/models/r1", "/models/r1", "--model /models/r1")]
    [InlineData("vllm", "model.trust_remote_code=false", "--no-trust-remote-code")]
    [InlineData("vllm", "serving.tool_calls=false", "--no-enable-auto-tool-choice")]
    [InlineData("vllm", "systemd.numa_bind=false", "--no-numa-bind")]
    [InlineData("sglang", "parallelism.tensor=2", "--tp-size 2", "--tensor-parallel-size 2", "--tp 2")]
    [InlineData("sglang", "parallelism.pipeline=2", "--pp-size 2", "--pipeline-parallel-size 2", "--pp 2")]
    [InlineData("sglang", "parallelism.data=2", "--dp-size 2", "--data-parallel-size 2", "--dp 2")]
    [InlineData("sglang", "parallelism.expert=true", "--ep-size 2", "--expert-parallel-size 2", "--ep 2")]
    [InlineData("sglang", "model.name=a/b", "--model-path a/b", "--model a/b")]
    [InlineData("sglang", "model.path=/models/r1", "--model-path /models/r1", "--model /models/r1")]
    [InlineData(
        "sglang",
        "serving.speculative.method=eagle serving.speculative.model=a/b",
        "--speculative-draft-model-path a/b",
        "--speculative-draft-model a/b"
    )]
    [InlineData("tensorrt-llm", "parallelism.tensor=2", "--tp_size 2", "--tensor_parallel_size 2")]
    [InlineData("tensorrt-llm", "parallelism.pipeline=2", "--pp_size 2", "--pipeline_parallel_size 2")]
    [InlineData("tensorrt-llm", "parallelism.expert=true", "--ep_size 2", "--moe_expert_parallel_size 2")]
    [InlineData(
        "tensorrt-llm",
        "serving.free_gpu_memory_fraction=0.8",
        "--kv_cache_free_gpu_memory_fraction 0.8",
        "--free_gpu_memory_fraction 0.8"
    )]
    public void A_flag_is_read_by_each_of_its_names(string engine, string setting, params string[] arguments) =>
        Assert.All(arguments, a => Assert.Equal(setting, Read(engine, a)));

    /// <summary>A flag that says more than its key is no second statement of it while the key is not stated.</summary>
    [Theory]
    [InlineData("vllm", "--reasoning-parser=mine")]
    [InlineData("vllm", "--tool-call-parser=mine")]
    [InlineData("vllm", "--enable-auto-tool-choice")]
    [InlineData("vllm", "--kv-offloading-size=7")]
    [InlineData("vllm", "--kv-offloading-backend=native")]
    [InlineData("vllm", "--collect-detailed-traces=all")]
    [InlineData("sglang", "--reasoning-parser=mine")]
    [InlineData("sglang", "--tool-call-parser=mine")]
    [InlineData("sglang", "--hicache-size=7")]
    [InlineData("sglang", "--enable-hierarchical-cache")]
    [InlineData("sglang", "--speculative-algorithm=NGRAM")]
    [InlineData("sglang", "--speculative-num-steps=3")]
    [InlineData("sglang", "--speculative-num-draft-tokens=4")]
    [InlineData("sglang", "--speculative-draft-model-path=a/b")]
    public void A_flag_that_says_more_than_its_key_is_free_without_it(string engine, string argument) =>
        Assert.DoesNotContain(Launches.Check(engine, $"extra_args: [\"{argument}\"]").Diagnostics, d => d.Id == "CK7015");

    /// <summary>What an engine does anyway may be stated though it has no setting for it; the opposite is told.</summary>
    [Theory]
    [InlineData("sglang", "distributed_executor_backend: mp", "distributed_executor_backend: ray", "serving.distributed_executor_backend")]
    [InlineData("tensorrt-llm", "reasoning: false", "reasoning: true", "serving.reasoning")]
    [InlineData("tensorrt-llm", "tool_calls: false", "tool_calls: true", "serving.tool_calls")]
    public void Asking_for_what_happens_anyway_is_harmless(string engine, string harmless, string told, string key)
    {
        Assert.Empty(WithoutEffect(engine, harmless));
        Assert.Equal([key], WithoutEffect(engine, told));
    }

    /// <summary>Detailed traces are vLLM's alone.</summary>
    [Theory]
    [InlineData("vllm", "true", "")]
    [InlineData("sglang", "false", "")]
    [InlineData("sglang", "true", "observability.tracing.detailed")]
    [InlineData("tensorrt-llm", "false", "")]
    [InlineData("tensorrt-llm", "true", "observability.tracing.detailed")]
    public void Detailed_traces_are_told_where_there_are_none(string engine, string detailed, string key) =>
        Assert.Equal(
            key.Length == 0 ? [] : [key],
            WithoutEffect(
                engine,
                "max_num_seqs: 64",
                $"observability: {{tracing: {{otlp_endpoint: \"http://collector:4317\", detailed: {detailed}}}}}"
            )
        );

    /// <summary>trtllm-serve drafts by MTP and n-grams from its file of options; EAGLE has no place there.</summary>
    [Theory]
    [InlineData("{method: mtp}", false)]
    [InlineData("{method: ngram}", false)]
    [InlineData("{method: eagle, model: a/b}", true)]
    public void Tensorrt_drafts_by_two_methods(string speculative, bool isTold) =>
        Assert.Equal(isTold, WithoutEffect("tensorrt-llm", $"speculative: {speculative}").Contains("serving.speculative"));

    /// <summary>Counters of responses by status, from the engines' own servers, and the requests of clients among them.</summary>
    [Theory]
    [InlineData("vllm", "http_requests_total", "status", "")]
    [InlineData("sglang", "sglang:http_responses_total", "status_code", "endpoint=~\"/v1/.*\"")]
    [InlineData("tensorrt-llm", "http_requests_total", "status", "")]
    public void Responses_are_counted_under_the_engines_own_name(string engine, string name, string label, string clients)
    {
        var responses = EngineList.Find(engine).Responses;

        Assert.Equal((name, label, clients), (responses.Name, responses.StatusLabel, responses.Clients));
    }

    private static IEnumerable<string?> WithoutEffect(string engine, string serving, string rest = "") =>
        Launches.Check(engine, serving, rest: rest).Diagnostics.Where(d => d.Id == "CK7009").Select(d => d.Key);

    private static string Read(string engine, string arguments) =>
        string.Join(
            ' ',
            new ArgumentReader(Launches.Launch(engine).Release).Read(arguments.Split(' ')).Settings.Select(s => $"{s.Key}={s.Value}")
        );
}
