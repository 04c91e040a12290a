using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ConfigKit.Catalog.Entries;
using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;
using ConfigKit.Targets;
using ConfigKit.Tests.Catalog;
using ConfigKit.Text;

namespace ConfigKit.Tests.Engines;

/// <summary>
/// Whatever is written for a release exists in that release: each flag, variable, parser and metric that the command, its start on several
/// nodes or a file names, for every release in the catalogue that was read.
/// </summary>
public sealed partial class WrittenNamesTests
{
    private static readonly ImmutableArray<string> Models =
    [
        "deepseek-ai/DeepSeek-R1",
        "deepseek-ai/DeepSeek-V3.1",
        "deepseek-ai/DeepSeek-V3.2",
        "v4-flash",
        "v4.1-flash",
    ];

    /// <summary>What may be asked for beyond the model, each in one file; § is where `serving` goes on.</summary>
    private static readonly ImmutableArray<string> Features =
    [
        "tool_calls: true\n  reasoning: true\n  kv_cache_dtype: fp8\n  enforce_eager: true\n  moe_backend: triton\n  distributed_timeout: 10m",
        "speculative: {method: mtp, num_tokens: 1}\n  enable_prefix_caching: false\n  attention_backend: triton\n  kv_cache_dtype: bf16",
        "speculative: {method: dspark, num_tokens: 5}\n  enable_chunked_prefill: false",
        "speculative: {method: ngram, num_tokens: 3}\n  max_num_seqs: 64\n  max_num_batched_tokens: 8192\n  block_size: 64",
    ];

    private static readonly ImmutableArray<string> Layouts =
    [
        "parallelism: {tensor: 8, expert: true}",
        "parallelism: {tensor: 8, data: 8, data_parallel_attention: true, expert: true}",
        "parallelism: {tensor: 1, data: 16, expert: true}\n§nodes: 2",
        "parallelism: {tensor: 8, pipeline: 2}\n§nodes: 2",
    ];

    public static TheoryData<string, string> Releases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var engine in EngineList.All)
            {
                foreach (var release in ReleasesOf(engine))
                {
                    data.Add(engine.Name, release);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_name_that_is_written_is_one_of_the_release(string engine, string release)
    {
        var absent = (from compilation in Compilations(engine, release) from name in Absent(compilation) select name).Distinct();

        Assert.Empty(absent);
    }

    /// <summary>So that the test above is not empty: every row of the tables writes something in some release.</summary>
    [Theory]
    [InlineData("vllm", "--nnodes --headless --data-parallel-start-rank --speculative-config --kv-cache-dtype --tool-call-parser")]
    [InlineData("vllm", "--moe-backend --attention-backend --numa-bind --shutdown-timeout --otlp-traces-endpoint --tokenizer-mode")]
    [InlineData("sglang", "--attn-dp-size --enable-dp-attention --dp-size --cuda-graph-backend-decode --disable-cuda-graph")]
    [InlineData("sglang", "--speculative-dspark-block-size --speculative-eagle-topk --moe-runner-backend --enable-trace --dist-init-addr")]
    [InlineData("tensorrt-llm", "--kv_cache_free_gpu_memory_fraction --extra_llm_api_options --otlp_traces_endpoint")]
    public void The_walk_reaches_what_differs_by_release(string engine, string flags)
    {
        var written = (
            from release in ReleasesOf(EngineList.Find(engine))
            from compilation in Compilations(engine, release)
            from flag in FlagsOf(compilation)
            select flag
        ).ToHashSet();

        Assert.Empty(flags.Split(' ').Except(written));
    }

    [Theory]
    [InlineData("vllm", "0.31.0", "v4.1-flash", "--tool-call-parser deepseek_v41", "--tokenizer-mode")]
    [InlineData("vllm", "0.13.0", "deepseek-ai/DeepSeek-V3.2", "--tokenizer-mode deepseek_v32", "deepseek_v41")]
    [InlineData("sglang", "0.5.21", "v4.1-flash", "--reasoning-parser deepseek-v41", "deepseek-v4 ")]
    public void Parsers_are_those_of_model_and_release(string engine, string release, string model, string written, string not)
    {
        var arguments = Arguments(Compile(engine, release, model, Layouts[0], Features[0]));

        Assert.Contains(written, arguments, StringComparison.Ordinal);
        Assert.DoesNotContain(not, arguments, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5.21", "--dp-size 8 --enable-dp-attention")]
    [InlineData("0.5.22", "--attn-dp-size 8")]
    public void Groups_of_attention_are_stated_in_the_words_of_the_release(string release, string written) =>
        Assert.Contains(
            written,
            Arguments(Compile("sglang", release, "deepseek-ai/DeepSeek-R1", Layouts[1], Features[0])),
            StringComparison.Ordinal
        );

    [Fact]
    public void Drafts_of_dspark_are_not_those_of_eagle()
    {
        var arguments = Arguments(Compile("sglang", "0.5.21", "v4-flash", Layouts[0], Features[2]));

        Assert.Contains("--speculative-algorithm DSPARK --speculative-dspark-block-size 5", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("--speculative-num-draft-tokens", arguments, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_read_back_as_ranks_of_data_and_the_switch()
    {
        var release = EngineCatalog.Release(EngineList.Find("sglang"), "0.5.23", out _);
        var read = new ArgumentReader(release).Read(["--attn-dp-size", "8"]);

        Assert.Equal("8", read.Settings["parallelism.data"]);
        Assert.Equal("true", read.Settings["parallelism.data_parallel_attention"]);
    }

    [Theory]
    [InlineData("99.0.0", "0.33.0", "Info CK2106")]
    [InlineData("0.33.0.post1", "0.33.0", "")]
    [InlineData("0.25.1rc1.dev145", "0.25.1", "")]
    [InlineData("0.18.0", "0.18.0", "")]
    [InlineData("0.12.9", "0.12.9", "Error CK2112")]
    public void A_release_is_judged_by_its_number(string stated, string judged, string found)
    {
        var compilation = Launches.Check("vllm", "max_num_seqs: 64", stated);

        Assert.Equal(ReleaseNumber.Parse(judged), compilation.Deployment?.Engine.Version);
        Assert.Equal(
            found,
            string.Join(' ', compilation.Diagnostics.Where(d => d.Id is "CK2106" or "CK2112").Select(d => $"{d.Severity} {d.Id}"))
        );
    }

    [Fact]
    public void A_release_that_never_existed_names_the_nearest() =>
        Assert.Contains(
            Launches.Check("vllm", "max_num_seqs: 64", "0.12.9").Diagnostics,
            d => d.Id == "CK2112" && d.Help.Contains("0.12.0", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("0.31.0", false)]
    [InlineData("0.33.0", true)]
    public void The_size_of_requests_reaches_releases_that_limit_it(string release, bool isWritten)
    {
        var compilation = Launches.Check("vllm", "max_num_seqs: 64", release, rest: "gateway: {max_request_size: 64MiB}");

        Assert.Equal(
            isWritten,
            PlanOf(compilation).Environment.Any(v => v is { Name: "VLLM_HTTP_MAX_REQUEST_BODY_SIZE", Value: "67108864" })
        );
        Assert.DoesNotContain(compilation.Diagnostics, d => d.Id == "CK7009");
    }

    /// <summary>Each model with each feature and each layout, though not all three together.</summary>
    private static IEnumerable<Compilation> Compilations(string engine, string release) =>
        from model in Models.Select((name, index) => (Name: name, Index: index))
        from layout in Enumerable.Range(0, Layouts.Length)
        let feature = Features[(layout + model.Index) % Features.Length]
        let compilation = Compile(engine, release, model.Name, Layouts[layout], feature)
        where !IsUnknown(compilation)
        select compilation;

    private static Compilation Compile(string engine, string release, string model, string layout, string serving)
    {
        var parts = layout.Split("\n§");
        return ConfigCompiler.Compile(
            new SourceFile(
                "deepseek-config.yaml",
                $$"""
                model: {name: {{model}}, hub: {{(engine == "tensorrt-llm" ? "huggingface" : "modelscope")}}}
                hardware:
                  gpu: b200-sxm
                  gpus_per_node: 8
                  network: {fabric: infiniband-ndr, nics_per_node: 8, gpudirect: true}
                  {{(parts.Length > 1 ? parts[1] : "memory: 4096GiB")}}
                {{parts[0]}}
                serving:
                  engine: {{engine}}
                  engine_version: "{{release}}"
                  max_model_len: 16384
                  {{serving}}
                host: {numa_nodes: 2}
                systemd: {numa_bind: true}
                rollout: {drain_timeout: 5m}
                kubernetes:
                  autoscaling: {min_replicas: 1, max_replicas: 4}
                security:
                  api_key: "${env:VLLM_API_KEY}"
                observability:
                  tracing: {otlp_endpoint: "http://collector:4317", detailed: true}
                """
            ),
            CompilerOptions.Default
        );
    }

    /// <summary>Whether nothing is written: the release does not know the model, or a rule refuses the combination.</summary>
    private static bool IsUnknown(Compilation compilation) =>
        compilation.Deployment is null || compilation.Estimate is null || compilation.Diagnostics.Any(d => d.Id == "CK7003");

    private static IEnumerable<string> Absent(Compilation compilation)
    {
        var deployment = compilation.Deployment!;
        var release = deployment.Engine;
        var lists = release.Engine.Lists;
        foreach (var flag in FlagsOf(compilation).Where(f => lists.Flags?.Has(f, release.Version) == false))
        {
            yield return flag;
        }

        var plan = PlanOf(compilation);
        var names = plan.Environment.Select(v => v.Name).Concat(CacheFolders.Under("/x", release).Select(v => v.Name));
        foreach (var name in names.Where(n => lists.Variables is { } v && n.StartsWith(v.Prefix, StringComparison.Ordinal)))
        {
            if (!release.Reads(name))
            {
                yield return name;
            }
        }

        foreach (var (flag, kind) in Kinds.Where(k => lists.Words(k.Kind)?.At(release.Version).Any() == true))
        {
            var at = plan.Command.Arguments.IndexOf(flag);
            if (at >= 0 && !release.Knows(kind, plan.Command.Arguments[at + 1]))
            {
                yield return $"{flag} {plan.Command.Arguments[at + 1]}";
            }
        }

        foreach (var metric in MetricsOf(compilation).Where(m => !release.Offers(m)))
        {
            yield return metric;
        }
    }

    private static IEnumerable<(string Flag, string Kind)> Kinds =>
        [
            ("--tool-call-parser", "tool_call_parsers"),
            ("--reasoning-parser", "reasoning_parsers"),
            ("--tokenizer-mode", "tokenizers"),
            ("--kv-cache-dtype", "kv_cache_dtypes"),
            ("--moe-backend", "moe_backends"),
            ("--moe-runner-backend", "moe_backends"),
            ("--speculative-algorithm", "speculative_methods"),
        ];

    /// <summary>Flags of the command, of its start on several nodes and on a node without containers; a key's own words are a shell's.</summary>
    private static IEnumerable<string> FlagsOf(Compilation compilation)
    {
        var deployment = compilation.Deployment!;
        var (engine, plan) = (deployment.Engine.Engine, PlanOf(compilation));
        return plan
            .Command.Start(engine, "\"$RANK\"", "node0", deployment.Nodes)
            .Concat(Units(compilation, engine.Program[^1]))
            .SkipWhile(a => a is "/bin/sh")
            .SelectMany(a =>
                a.StartsWith('{') ? []
                : a.StartsWith("exec ", StringComparison.Ordinal) ? a.Split(' ', ')')
                : [a]
            )
            .Where(a => a.StartsWith("--", StringComparison.Ordinal) && a.Length > 2)
            .Distinct();
    }

    /// <summary>Words of the units that start the engine, which add what only a node is told.</summary>
    private static IEnumerable<string> Units(Compilation compilation, string program) =>
        compilation
            .Files.Where(f => f.Path.EndsWith(".service", StringComparison.Ordinal))
            .SelectMany(f => f.Content.Split('\n'))
            .Where(l => l.StartsWith("ExecStart=", StringComparison.Ordinal) && l.Contains(program, StringComparison.Ordinal))
            .SelectMany(l => l[l.IndexOf(program, StringComparison.Ordinal)..].Split(' '));

    private static IEnumerable<string> MetricsOf(Compilation compilation) =>
        compilation
            .Files.Where(f => !f.Path.Contains("rollout", StringComparison.Ordinal))
            .SelectMany(f => MetricName().Matches(f.Content).Select(m => m.Value))
            .Select(m => Suffix().Replace(m, ""))
            .Distinct();

    private static string Arguments(Compilation compilation) => string.Join(' ', PlanOf(compilation).Command.Arguments) + " ";

    private static DeploymentPlan PlanOf(Compilation compilation) => Planner.Plan(compilation.Deployment!, compilation.Estimate!);

    private static ImmutableArray<string> ReleasesOf(Engine engine) =>
        System
            .Text.Json.JsonSerializer.Deserialize(
                CatalogFiles.Text($"engines/{engine.Name}.flags.json"),
                CatalogJson.Default.EngineFlagsEntry
            )!
            .Releases;

    [GeneratedRegex(@"\b(vllm|sglang):[a-z][a-z_]+[a-z]")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
