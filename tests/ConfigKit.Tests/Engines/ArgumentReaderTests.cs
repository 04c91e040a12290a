using ConfigKit.Engines.Arguments;

namespace ConfigKit.Tests.Engines;

/// <summary>Arguments are read as each engine's own parser takes them.</summary>
public sealed class ArgumentReaderTests
{
    [Theory]
    [InlineData("vllm", "--tensor-parallel-size 4", "parallelism.tensor=4")]
    [InlineData("vllm", "--tensor-parallel-size=4", "parallelism.tensor=4")]
    [InlineData("vllm", "--tensor_parallel_size 4", "parallelism.tensor=4")]
    [InlineData("vllm", "--tensor-par 4", "parallelism.tensor=4")]
    [InlineData("vllm", "-tp 4", "parallelism.tensor=4")]
    [InlineData("vllm", "-tp=4", "parallelism.tensor=4")]
    [InlineData("vllm", "-tp 2 --tensor-parallel-size 4", "parallelism.tensor=4")]
    [InlineData("vllm", "a/model --port 80", "model.name=a/model serving.port=80")]
    [InlineData("vllm", "--port 80 /models/r1", "model.path=/models/r1 serving.port=80")]
    [InlineData("vllm", "--port=80 a/model", "model.name=a/model serving.port=80")]
    [InlineData("vllm", "--model /models/r1", "model.path=/models/r1")]
    [InlineData("vllm", "--enforce-eager", "serving.enforce_eager=true")]
    [InlineData("vllm", "--no-enforce-eager", "serving.enforce_eager=false")]
    [InlineData("vllm", "--enable-prefix-caching", "serving.enable_prefix_caching=true")]
    [InlineData("vllm", "--no-enable-prefix-caching", "serving.enable_prefix_caching=false")]
    [InlineData("vllm", "--no-enable-chunked", "serving.enable_chunked_prefill=false")]
    [InlineData("vllm", "--kv-cache-dtype bfloat16", "serving.kv_cache_dtype=bf16")]
    [InlineData("vllm", "--kv-cache-dtype fp8", "serving.kv_cache_dtype=fp8")]
    [InlineData("vllm", "--quantization fp8", "model.precision=fp8")]
    [InlineData("vllm", "--distributed-executor-backend ray", "serving.distributed_executor_backend=ray")]
    [InlineData("vllm", "--distributed-timeout-seconds 90", "serving.distributed_timeout=90s")]
    [InlineData("vllm", "--api-key x", "security.api_key=x")]
    [InlineData("vllm", "--numa-bind --numa-bind-nodes 0 0 1", "host.gpu_numa_nodes=[0, 0, 1] systemd.numa_bind=true")]
    [InlineData("vllm", "--speculative-config.num_speculative_tokens=3", "serving.speculative.num_tokens=3")]
    [InlineData("sglang", "--tp 8 --pp-size=2 --data-parallel-size 4", "parallelism.data=4 parallelism.pipeline=2 parallelism.tensor=8")]
    [InlineData("sglang", "--ep 1", "parallelism.expert=false")]
    [InlineData("sglang", "--ep-size 8", "parallelism.expert=true")]
    [InlineData("sglang", "--chunked-prefill-size -1", "serving.enable_chunked_prefill=false")]
    [InlineData("sglang", "--chunked-prefill-size 4096", "serving.max_num_batched_tokens=4096")]
    [InlineData("sglang", "--disable-radix", "serving.enable_prefix_caching=false")]
    [InlineData("sglang", "--disable-cuda-graph", "serving.enforce_eager=true")]
    [InlineData("sglang", "--speculative-algorithm NEXTN", "serving.speculative.method=mtp")]
    [InlineData("sglang", "--speculative-algorithm EAGLE", "serving.speculative.method=mtp")]
    [InlineData(
        "sglang",
        "--speculative-algorithm EAGLE --speculative-draft-model-path a/b",
        "serving.speculative.method=eagle serving.speculative.model=a/b"
    )]
    [InlineData("tensorrt-llm", "a/model --tp_size 8", "model.name=a/model parallelism.tensor=8")]
    [InlineData("tensorrt-llm", "--tensor-parallel-size=8", "parallelism.tensor=8")]
    [InlineData("tensorrt-llm", "--kv_cache_free_gpu_memory_fraction 0.8", "serving.free_gpu_memory_fraction=0.8")]
    public void Arguments_state_keys(string engine, string arguments, string settings) =>
        Assert.Equal((settings, ""), Read(engine, arguments.Split(' ')));

    /// <summary>What no key can say, or says only in part, is left as it is.</summary>
    [Theory]
    [InlineData("vllm", "--max-num 7")] // two flags begin so
    [InlineData("vllm", "--max-num-seqs")] // nothing follows
    [InlineData("vllm", "--swap-space 16")]
    [InlineData("vllm", "--host 127.0.0.1")]
    [InlineData("vllm", "--dtype auto")]
    [InlineData("vllm", "--enforce-eager=true")]
    [InlineData("vllm", "--speculative-config {")]
    [InlineData("vllm", "--speculative-config 7")]
    [InlineData("vllm", "--tokenizer-mode slow")]
    [InlineData("sglang", "--speculative-eagle-topk 4")]
    [InlineData("sglang", "--tokenizer-path a b")]
    [InlineData("tensorrt-llm", "--tp_si 8")] // click takes no shortened flags
    [InlineData("tensorrt-llm", "--extra_llm_api_options my.yaml")]
    public void What_has_no_key_is_kept(string engine, string arguments) =>
        Assert.Equal(("", arguments), Read(engine, arguments.Split(' ')));

    [Fact]
    public void Json_states_several_keys() =>
        Assert.Equal(
            ("serving.speculative.method=eagle serving.speculative.model=a/b serving.speculative.num_tokens=2", ""),
            Read("vllm", ["--speculative-config", """{"method": "eagle", "model": "a/b", "num_speculative_tokens": 2}"""])
        );

    [Fact]
    public void A_second_model_is_kept() => Assert.Equal(("model.name=a/b", "c/d"), Read("vllm", ["a/b", "c/d"]));

    private static (string Settings, string Others) Read(string engine, string[] arguments)
    {
        var read = new ArgumentReader(Launches.Launch(engine).Release).Read(arguments);
        return (string.Join(' ', read.Settings.Select(s => $"{s.Key}={s.Value}")), string.Join(' ', read.Rest));
    }
}
