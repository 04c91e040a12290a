using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>The engine's command line.</summary>
/// <param name="Program">The program and its sub-command.</param>
/// <param name="Arguments">Its arguments, the same on each node.</param>
internal sealed record EngineCommand(ImmutableArray<string> Program, ImmutableArray<string> Arguments)
{
    private const int RayPort = 6379;

    /// <summary>Whether the command differs by node, so that a shell fills in rank and address.</summary>
    public bool IsMultiNode { get; init; }

    /// <summary>GPUs that a node holds of a data-parallel layout over several nodes; 0 for other layouts.</summary>
    public int DataRanksPerNode { get; init; }

    /// <summary>The Ray program, where a cluster of its own joins the nodes; empty without Ray.</summary>
    public string Ray { get; init; } = "";

    /// <summary>Whether the key must be put on the command line (SGLang has no variable for it).</summary>
    public bool NeedsKeyArgument { get; init; }

    /// <summary>
    /// The whole command. Where something is known only when it starts, a shell appends it: `exec "$@" …` leaves the
    /// arguments themselves untouched.
    /// </summary>
    /// <param name="engine">Whose flags are used.</param>
    /// <param name="rank">Shell word for the node's rank.</param>
    /// <param name="address">Shell word for the first node's address.</param>
    /// <param name="nodes">Number of nodes.</param>
    public ImmutableArray<string> Start(EngineKind engine, string rank, string address, int nodes)
    {
        if (Ray.Length > 0)
        {
            return
            [
                "/bin/sh",
                "-c",
                RayScript(rank, address),
                "sh",
                Ray,
                .. Program,
                .. Arguments,
                "--distributed-executor-backend",
                "ray",
            ];
        }

        var suffix = "";
        if (IsMultiNode)
        {
            suffix = (engine, DataRanksPerNode) switch
            {
                (EngineKind.Vllm, > 0) =>
                    $" --data-parallel-address {address} --data-parallel-start-rank \"$(({rank.Trim('"')} * {DataRanksPerNode}))\" $([ {rank} = 0 ] || echo --headless)",
                (EngineKind.Vllm, _) =>
                    $" --nnodes {nodes} --node-rank {rank} --master-addr {address} $([ {rank} = 0 ] || echo --headless)",
                _ => $" --nnodes {nodes} --node-rank {rank} --dist-init-addr {address}:5000",
            };
        }

        if (NeedsKeyArgument)
        {
            suffix += " --api-key \"$SGLANG_API_KEY\"";
        }

        return suffix.Length == 0 ? [.. Program, .. Arguments] : ["/bin/sh", "-c", "exec \"$@\"" + suffix, "sh", .. Program, .. Arguments];
    }

    /// <summary>
    /// The first node starts the cluster and the engine, which waits until the GPUs of the others have joined; those
    /// wait for the cluster. Each node names its own address, or Ray may take that of another network.
    /// </summary>
    private static string RayScript(string rank, string address) =>
        "ray=$1; shift; export VLLM_HOST_IP=\"${VLLM_HOST_IP:-$(hostname -I | cut -d ' ' -f 1)}\"; "
        + $"if [ {rank} = 0 ]; then \"$ray\" start --head --port {RayPort} --node-ip-address \"$VLLM_HOST_IP\" --disable-usage-stats && exec \"$@\"; exit 1; fi; "
        + $"until \"$ray\" health-check --address {address}:{RayPort}; do sleep 5; done; "
        + $"exec \"$ray\" start --block --address {address}:{RayPort} --node-ip-address \"$VLLM_HOST_IP\" --disable-usage-stats";

    public static EngineCommand Of(Deployment d, Estimate e, string model, string servedName)
    {
        var writer = new ArgumentWriter();
        return d.Engine.Kind switch
        {
            EngineKind.Vllm => Vllm(d, e, model, servedName, writer),
            EngineKind.Sglang => Sglang(d, e, model, servedName, writer),
            _ => TensorRtLlm(d, e, model, writer),
        };
    }

    private static EngineCommand Vllm(Deployment d, Estimate e, string model, string servedName, ArgumentWriter w)
    {
        var (s, c, layout) = (d.Serving, d.Config.Serving, d.Layout);
        var dataRanks = d.Nodes > 1 && layout.Data > 1 ? layout.Data / d.Nodes : 0;
        w.Add(model).Add("--served-model-name", servedName).Add("--host", "0.0.0.0").Add("--port", s.Port.Value);
        w.Add("--tensor-parallel-size", layout.Tensor.Value)
            .AddAbove1("--pipeline-parallel-size", layout.Pipeline)
            .AddAbove1("--data-parallel-size", layout.Data);
        w.AddIf(dataRanks > 0, "--data-parallel-size-local", dataRanks)
            .AddIf(layout.Expert, "--enable-expert-parallel")
            .AddAbove1("--decode-context-parallel-size", layout.DecodeContext);
        w.Add("--max-model-len", e.EffectiveMaxModelLen).Add("--gpu-memory-utilization", s.MemoryFraction.Value);
        w.AddStated("--max-num-seqs", s.MaxNumSeqs)
            .AddStated("--max-num-batched-tokens", s.MaxNumBatchedTokens)
            .AddStated("--block-size", s.BlockSize);
        w.AddIf(c.KvCacheDtype is not (null or KvCacheDtypeKind.Auto), "--kv-cache-dtype", VllmCacheName(c.KvCacheDtype));
        w.AddIf(s.EnforceEager, "--enforce-eager")
            .AddIf(!s.ChunkedPrefill, "--no-enable-chunked-prefill")
            .AddIf(!s.PrefixCaching, "--no-enable-prefix-caching");
        w.AddIf(c.AttentionBackend is not null && d.Engine.Version >= new Version(0, 13), "--attention-backend", c.AttentionBackend)
            .AddIf(c.MoeBackend is not null, "--moe-backend", c.MoeBackend);
        Precision(d, w);
        w.AddIf(c.Speculative is not null, "--speculative-config", Speculation(d));
        w.AddIf(d.Config.Model.Revision is not null, "--revision", d.Config.Model.Revision)
            .AddIf(d.Config.Model.TrustRemoteCode == true, "--trust-remote-code");
        var parsers = d.Model.Parsers.Vllm;
        w.AddIf(parsers.TokenizerMode.Length > 0, "--tokenizer-mode", parsers.TokenizerMode);
        w.AddIf(c.Reasoning == true && parsers.Reasoning.Length > 0, "--reasoning-parser", parsers.Reasoning);
        w.AddIf(c.ToolCalls == true && parsers.ToolCall.Length > 0, "--enable-auto-tool-choice")
            .AddIf(c.ToolCalls == true && parsers.ToolCall.Length > 0, "--tool-call-parser", parsers.ToolCall);
        return new(["vllm", "serve"], w.AddAll(EngineOptions.Of(d)))
        {
            IsMultiNode = d.Nodes > 1,
            DataRanksPerNode = dataRanks,
            Ray = d.UsesRay ? "ray" : "",
        };
    }

    private static EngineCommand Sglang(Deployment d, Estimate e, string model, string servedName, ArgumentWriter w)
    {
        var (s, c, layout) = (d.Serving, d.Config.Serving, d.Layout);
        w.Add("--model-path", model).Add("--served-model-name", servedName).Add("--host", "0.0.0.0").Add("--port", s.Port.Value);
        w.Add("--tp-size", layout.Tensor.Value).AddAbove1("--pp-size", layout.Pipeline).AddAbove1("--dp-size", layout.Data);
        w.AddIf(layout.DataParallelAttention, "--enable-dp-attention").AddIf(layout.Expert, "--ep-size", layout.ExpertSize);
        w.Add("--context-length", e.EffectiveMaxModelLen).Add("--mem-fraction-static", s.MemoryFraction.Value);
        w.AddStated("--max-running-requests", s.MaxNumSeqs)
            .AddStated("--chunked-prefill-size", s.MaxNumBatchedTokens)
            .AddStated("--page-size", s.BlockSize);
        w.AddIf(c.KvCacheDtype is not (null or KvCacheDtypeKind.Auto), "--kv-cache-dtype", SglangCacheName(c.KvCacheDtype));
        w.AddIf(s.EnforceEager, "--disable-cuda-graph")
            .AddIf(!s.ChunkedPrefill, "--chunked-prefill-size", -1)
            .AddIf(!s.PrefixCaching, "--disable-radix-cache");
        w.AddIf(c.AttentionBackend is not null, "--attention-backend", c.AttentionBackend)
            .AddIf(c.MoeBackend is not null, "--moe-runner-backend", c.MoeBackend);
        Precision(d, w);
        if (c.Speculative is not null)
        {
            w.Add("--speculative-algorithm", d.Serving.SpeculativeMethod == SpeculativeMethod.Ngram ? "NGRAM" : "EAGLE")
                .Add("--speculative-num-steps", s.SpeculativeTokens)
                .Add("--speculative-eagle-topk", 1)
                .Add("--speculative-num-draft-tokens", s.SpeculativeTokens + 1)
                .AddIf(c.Speculative.Model is not null, "--speculative-draft-model-path", c.Speculative.Model);
        }

        w.AddIf(d.Config.Model.Revision is not null, "--revision", d.Config.Model.Revision)
            .AddIf(d.Config.Model.TrustRemoteCode == true, "--trust-remote-code");
        w.AddIf(d.Config.Observability.Metrics != false, "--enable-metrics");
        var parsers = d.Model.Parsers.Sglang;
        w.AddIf(c.Reasoning == true && parsers.Reasoning.Length > 0, "--reasoning-parser", parsers.Reasoning);
        w.AddIf(c.ToolCalls == true && parsers.ToolCall.Length > 0, "--tool-call-parser", parsers.ToolCall);
        return new(["python3", "-m", "sglang.launch_server"], w.AddAll(EngineOptions.Of(d)))
        {
            IsMultiNode = d.Nodes > 1,
            NeedsKeyArgument = d.Config.Security.ApiKey is not null,
        };
    }

    private static EngineCommand TensorRtLlm(Deployment d, Estimate e, string model, ArgumentWriter w)
    {
        var (s, layout) = (d.Serving, d.Layout);
        w.Add(model).Add("--host", "0.0.0.0").Add("--port", s.Port.Value).Add("--backend", "pytorch");
        w.Add("--tp_size", layout.Tensor.Value)
            .AddAbove1("--pp_size", layout.Pipeline)
            .AddIf(layout.Expert, "--ep_size", layout.ExpertSize);
        w.Add("--max_seq_len", e.EffectiveMaxModelLen).Add("--kv_cache_free_gpu_memory_fraction", s.MemoryFraction.Value);
        w.AddStated("--max_batch_size", s.MaxNumSeqs).AddStated("--max_num_tokens", s.MaxNumBatchedTokens);
        w.AddIf(d.Config.Model.TrustRemoteCode == true, "--trust_remote_code")
            .AddIf(d.Config.Model.Revision is not null, "--revision", d.Config.Model.Revision);
        return new(["trtllm-serve"], w.AddAll(EngineOptions.Of(d)));
    }

    /// <summary>What `model.precision` asks of the engine beyond what the checkpoint says.</summary>
    private static void Precision(Deployment d, ArgumentWriter w)
    {
        if (d.Precision == d.Model.NativePrecision)
        {
            return;
        }

        w.AddIf(d.Precision == PrecisionKind.Fp8, "--quantization", "fp8")
            .AddIf(d.Precision == PrecisionKind.Bf16, "--dtype", "bfloat16")
            .AddIf(d.Precision == PrecisionKind.Fp16, "--dtype", "float16");
    }

    private static string Speculation(Deployment d)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString(
                "method",
                d.Serving.SpeculativeMethod switch
                {
                    SpeculativeMethod.Mtp => "mtp",
                    SpeculativeMethod.Dspark => "dspark",
                    SpeculativeMethod.Eagle => "eagle",
                    _ => "ngram",
                }
            );
            json.WriteNumber("num_speculative_tokens", d.Serving.SpeculativeTokens);
            if (d.Config.Serving.Speculative?.Model is { } model)
            {
                json.WriteString("model", model);
            }

            if (d.Serving.SpeculativeMethod == SpeculativeMethod.Ngram)
            {
                json.WriteNumber("prompt_lookup_max", 4);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string VllmCacheName(KvCacheDtypeKind? kind) =>
        kind switch
        {
            KvCacheDtypeKind.Bf16 => "bfloat16",
            KvCacheDtypeKind.Fp16 => "float16",
            _ => ServingSection.KvCacheDtypes.FirstOrDefault(k => k.Value == kind)?.Name ?? "auto",
        };

    private static string SglangCacheName(KvCacheDtypeKind? kind) =>
        kind switch
        {
            KvCacheDtypeKind.Fp8 => "fp8_e4m3",
            KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16 => "bf16",
            _ => ServingSection.KvCacheDtypes.FirstOrDefault(k => k.Value == kind)?.Name ?? "auto",
        };

    /// <summary>Collects arguments.</summary>
    private sealed class ArgumentWriter
    {
        private readonly List<string> _arguments = [];

        public ArgumentWriter Add(string argument)
        {
            _arguments.Add(argument);
            return this;
        }

        public ArgumentWriter Add(string flag, object? value) => Add(flag).Add(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

        public ArgumentWriter AddIf(bool condition, string flag) => condition ? Add(flag) : this;

        public ArgumentWriter AddIf(bool condition, string flag, object? value) => condition ? Add(flag, value) : this;

        public ArgumentWriter AddAbove1(string flag, Setting<int> value) => AddIf(value > 1, flag, value.Value);

        public ArgumentWriter AddStated(string flag, Setting<int> value) => AddIf(value.IsStated, flag, value.Value);

        public ImmutableArray<string> AddAll(ImmutableArray<string> more) => [.. _arguments, .. more];
    }
}
