using System.Reflection;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Targets;

namespace ConfigKit.Tests.Engines;

/// <summary>What the engines do by default, and where one release differs from the next.</summary>
public sealed class EngineTests
{
    /// <summary>Compute capabilities times ten, as the page of CK7001 has them.</summary>
    [Theory]
    [InlineData("vllm", "80 70 75 75 75 75 75")]
    [InlineData("sglang", "80 70 89 75 75 100 90")]
    [InlineData("tensorrt-llm", "80 80 89 80 80 100 100")]
    public void Formats_begin_at_a_compute_capability(string engine, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                Enum.GetValues<PrecisionKind>().Where(p => p != PrecisionKind.Auto).Select(EngineList.Find(engine).LowestCapability)
            )
        );

    [Theory]
    [InlineData("rtx-4090", 2048)] // 24 GiB
    [InlineData("l40s", 4096)] // 45 GiB
    [InlineData("h100-sxm", 8192)] // 80 GiB
    public void Sglang_takes_larger_chunks_on_larger_cards(string gpu, int chunk) =>
        Assert.Equal(chunk, Launches.Resolve("sglang", "max_num_seqs: 64", gpu: gpu).Serving.MaxNumBatchedTokens.Value);

    [Theory]
    [InlineData("0.7.3", 8192, "off by default in this release")]
    [InlineData("0.8.0", 8192, "engine default")]
    public void Vllm_splits_prompts_from_its_second_engine_on(string release, int batch, string why)
    {
        var serving = Launches.Resolve("vllm", "max_num_seqs: 64", release).Serving;

        Assert.Equal((batch, why), (serving.MaxNumBatchedTokens.Value, serving.ChunkedPrefill.Why));
    }

    /// <summary>An fp8 cache with MLA has kernels from 8.9 (L40S) on; vLLM before 0.8 did not absorb MLA and took it anywhere.</summary>
    [Theory]
    [InlineData("vllm", "0.25.0", "l40s", false)]
    [InlineData("vllm", "0.25.0", "a100-sxm", true)]
    [InlineData("vllm", "0.8.0", "a100-sxm", true)]
    [InlineData("vllm", "0.7.3", "a100-sxm", false)]
    [InlineData("sglang", "0.5.17", "l40s", false)]
    [InlineData("sglang", "0.5.17", "a100-sxm", true)]
    public void Fp8_caches_need_kernels(string engine, string release, string gpu, bool isRefused) =>
        Assert.Equal(isRefused, Launches.Check(engine, "kv_cache_dtype: fp8", release, gpu).Diagnostics.Any(d => d.Id == "CK7005"));

    /// <summary>vLLM chose the kernel by a variable before 0.13, by a flag from then on.</summary>
    [Theory]
    [InlineData("0.12.0", false)]
    [InlineData("0.13.0", true)]
    public void The_attention_kernel_is_a_flag_from_0_13_on(string release, bool isFlag)
    {
        var compilation = Launches.Check("vllm", "attention_backend: FLASHMLA", release);
        var plan = Planner.Plan(compilation.Deployment!, compilation.Estimate!);

        Assert.Equal(isFlag, string.Join(' ', plan.Command.Arguments).Contains("--attention-backend FLASHMLA", StringComparison.Ordinal));
        Assert.Equal(!isFlag, plan.Environment.Any(v => v is { Name: "VLLM_ATTENTION_BACKEND", Value: "FLASHMLA" }));
    }

    [Theory]
    [InlineData("vllm", "enable_chunked_prefill: false", " --no-enable-chunked-prefill")]
    [InlineData("vllm", "enable_prefix_caching: false", " --no-enable-prefix-caching")]
    [InlineData("vllm", "kv_cache_memory: 30GiB", " --kv-cache-memory-bytes 32212254720")]
    [InlineData("vllm", "kv_offload: {size: 200GiB}", " --kv-offloading-size 200 --kv-offloading-backend native")]
    [InlineData("sglang", "kv_offload: {size: 800GB}", " --enable-hierarchical-cache --hicache-size 100")]
    [InlineData(
        "sglang",
        "kv_offload: {backend: mooncake, size: 800GB}",
        " --enable-hierarchical-cache --hicache-storage-backend mooncake --hicache-size 100"
    )]
    [InlineData("sglang", "kv_offload: {backend: lmcache, size: 800GB}", " --enable-lmcache")]
    [InlineData("sglang", "enable_chunked_prefill: false", " --chunked-prefill-size -1")]
    [InlineData("sglang", "enable_prefix_caching: false", " --disable-radix-cache")]
    [InlineData("sglang", "enforce_eager: true", " --cuda-graph-backend-decode disabled --cuda-graph-backend-prefill disabled")]
    [InlineData("sglang", "kv_cache_dtype: fp8", " --kv-cache-dtype fp8_e4m3")]
    [InlineData(
        "sglang",
        "speculative: {num_tokens: 3}",
        " --speculative-algorithm EAGLE --speculative-num-steps 3 --speculative-eagle-topk 1 --speculative-num-draft-tokens 4"
    )]
    [InlineData(
        "vllm",
        "speculative: {method: ngram, num_tokens: 3}",
        """ --speculative-config {"method":"ngram","num_speculative_tokens":3,"prompt_lookup_max":4}"""
    )]
    public void Settings_are_written_in_the_engines_own_words(string engine, string serving, string arguments)
    {
        Assert.Contains(arguments, Launches.Command(engine, serving), StringComparison.Ordinal);
        Assert.DoesNotContain(arguments, Launches.Command(engine, "max_num_seqs: 64"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vllm", "--tensor-parallel-size=4", "parallelism.tensor")]
    [InlineData("vllm", "--tensor-par=4", "parallelism.tensor")]
    [InlineData("vllm", "--attention-backend=FLASHMLA", "serving.attention_backend")]
    [InlineData("sglang", "--dist-timeout=90", "serving.distributed_timeout")]
    [InlineData("tensorrt-llm", "--max_batch_size=8", "serving.max_num_seqs")]
    public void An_argument_that_has_a_key_is_refused(string engine, string argument, string key) =>
        Assert.Contains(
            Launches.Check(engine, $"extra_args: [\"{argument}\"]").Diagnostics,
            d => d.Id == "CK7015" && d.Help == $"set `{key}` instead"
        );

    /// <summary>A flag that says more than its key is free while the key is not stated.</summary>
    [Theory]
    [InlineData("extra_args: [\"--reasoning-parser=mine\"]", false)]
    [InlineData("extra_args: [\"--reasoning-parser=mine\"]\n  reasoning: true", true)]
    [InlineData("extra_args: [\"--numa-bind\"]", false)]
    public void An_argument_beyond_its_key_is_refused_beside_it_alone(string serving, bool isRefused) =>
        Assert.Equal(isRefused, Launches.Check("vllm", serving).Diagnostics.Any(d => d.Id == "CK7015"));

    [Theory]
    [InlineData("tensorrt-llm", "tool_calls: true", "serving.tool_calls")]
    [InlineData("tensorrt-llm", "reasoning: true", "serving.reasoning")]
    [InlineData("tensorrt-llm", "distributed_timeout: 10m", "serving.distributed_timeout")]
    [InlineData("tensorrt-llm", "speculative: {method: eagle, model: a/b}", "serving.speculative")]
    [InlineData("tensorrt-llm", "block_size: 64\n  extra_args: [\"--config\", \"my.yaml\"]", "serving.block_size")]
    [InlineData("sglang", "distributed_executor_backend: ray", "serving.distributed_executor_backend")]
    [InlineData("vllm", "tool_calls: true", "")]
    [InlineData("tensorrt-llm", "tool_calls: false", "")]
    [InlineData("tensorrt-llm", "speculative: {method: ngram}", "")]
    [InlineData("tensorrt-llm", "block_size: 64", "")]
    [InlineData("sglang", "distributed_executor_backend: mp", "")]
    public void A_setting_that_the_engine_does_not_have_is_named(string engine, string serving, string key) =>
        Assert.Equal(
            key.Length == 0 ? [] : [key],
            Launches.Check(engine, serving).Diagnostics.Where(d => d.Id == "CK7009").Select(d => d.Key)
        );

    /// <summary>An engine that forgets a member must not compile, so none has a body that it would inherit.</summary>
    [Fact]
    public void Every_member_of_an_engine_is_abstract() =>
        Assert.Equal(
            ["ToString", "get_Lists", "get_MemoryEntry"],
            typeof(Engine)
                .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(m => !m.IsAbstract && !m.Name.StartsWith('<'))
                .Select(m => m.Name)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Names_titles_and_catalogue_files_are_there_for_each()
    {
        Assert.Equal(EngineList.All.Length, EngineList.All.Select(e => e.Name).Distinct().Count());
        Assert.All(
            EngineList.All,
            e =>
            {
                var release = EngineCatalog.Release(e, null, out var newest);
                Assert.InRange(release.Version, new Version(0, 0), newest);
                Assert.False(release.IsNewer);
                Assert.Empty(release.Nearest);
                Assert.StartsWith(release.Image, release.ImageFor(GpuVendor.Nvidia), StringComparison.Ordinal);
                Assert.Contains(e.MemoryKey, ConfigCompiler.Keys.Single(k => k.Name == "serving").Children.Select(k => k.Path));
            }
        );
    }

    [Fact]
    public void Words_of_defaults_follow_from_the_catalogue() =>
        Assert.Equal(
            [
                ("serving.distributed_executor_backend", "mp; ray up to vLLM 0.11"),
                ("serving.engine", "vllm"),
                ("serving.free_gpu_memory_fraction", "0.90"),
                ("serving.gpu_memory_utilization", "0.92; 0.90 up to vLLM 0.19"),
                ("serving.port", "8000; SGLang 30000"),
            ],
            EngineDefaults.Words.Select(w => (w.Key, w.Value))
        );
}
