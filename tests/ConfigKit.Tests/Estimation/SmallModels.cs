using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Tests.Estimation;

/// <summary>Models small enough to reckon by hand, on GPUs with round figures.</summary>
internal static class SmallModels
{
    /// <summary>Grouped attention: 4 query and 2 key heads of 2 values, hidden size 8, 4 layers, MLP 12 wide, 100 words.</summary>
    public static ModelArchitecture Dense { get; } =
        new()
        {
            ModelType = "llama",
            Attention = AttentionKind.Grouped,
            HiddenSize = 8,
            NumHiddenLayers = 4,
            NumAttentionHeads = 4,
            NumKeyValueHeads = 2,
            HeadDim = 2,
            IntermediateSize = 12,
            VocabSize = 100,
            MaxPositionEmbeddings = 64,
        };

    /// <summary>Latent attention and, after one dense layer, 8 experts of which a token takes 2.</summary>
    public static ModelArchitecture Experts { get; } =
        Dense with
        {
            ModelType = "deepseek_v3",
            Attention = AttentionKind.SparseLatent,
            QLoraRank = 4,
            KvLoraRank = 6,
            QkNopeHeadDim = 3,
            QkRopeHeadDim = 2,
            VHeadDim = 5,
            IndexHeads = 2,
            IndexHeadDim = 4,
            RoutedExperts = 8,
            ExpertsPerToken = 2,
            SharedExperts = 1,
            MoeIntermediateSize = 4,
            DenseLayers = 1,
            MtpLayers = 1,
        };

    /// <summary>V4's attention: a window alone, then ratios 4, 128 and 4.</summary>
    public static ModelArchitecture Compressed { get; } =
        Dense with
        {
            ModelType = "deepseek_v4",
            Attention = AttentionKind.Compressed,
            HeadDim = 512,
            SlidingWindow = 128,
            CompressRatios = [0, 4, 128, 4],
        };

    /// <summary>
    /// One node of 8 GPUs with 1,000,000 bytes, 1,000 bytes/s of memory, 500 FLOP/s in bf16, 100 bytes/s between them;
    /// 100 tokens and 10 sequences in a step; one GPU is used.
    /// </summary>
    public static Deployment On(string engine, ModelArchitecture a)
    {
        var version = engine switch
        {
            "vllm" => "0.25.0",
            "sglang" => "0.5.5",
            "tensorrt-llm" => "1.1.0",
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "no such engine"),
        };
        var text =
            "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nparallelism: {tensor: 8}\n"
            + $"serving: {{engine: {engine}, engine_version: \"{version}\"}}\n";
        var d =
            ConfigCompiler.Check(new SourceFile("f.yaml", text), CompilerOptions.Default).Deployment
            ?? throw new InvalidOperationException(text);
        var checkpoint = new Checkpoint("small", "", a, Quantization.Uniform(WeightFormat.Bf16)) { NativePrecision = PrecisionKind.Bf16 };
        return (
            d with
            {
                Model = checkpoint,
                Quantization = checkpoint.Quantization,
                Precision = PrecisionKind.Bf16,
                IntraNodeBandwidth = 100,
                Gpu = d.Gpu with
                {
                    CudaBytes = 1_000_000,
                    MemoryBandwidth = 1000,
                    Bf16Flops = 500,
                    Fp16Flops = 400,
                    Fp8Flops = 1000,
                    Int8Flops = 900,
                    Fp4Flops = 2000,
                },
                Serving = d.Serving with
                {
                    MaxNumBatchedTokens = new(100, ""),
                    MaxNumSeqs = new(10, ""),
                    MaxModelLen = new(64, ""),
                    MemoryFraction = new(0.9, ""),
                    KvCacheDtype = new(KvCacheDtypeKind.Bf16, ""),
                    BlockSize = new(16, ""),
                },
            }
        ).Divided();
    }

    /// <summary>Test methods are public and can't take the compiler's own types.</summary>
    public static Engine Of(string engine) => EngineList.Find(engine);

    /// <summary>Divided over so many GPUs; a layer is split over the tensor ranks.</summary>
    public static Deployment Divided(
        this Deployment d,
        int tensor = 1,
        int pipeline = 1,
        int data = 1,
        bool expert = false,
        int context = 1,
        bool attention = false
    ) =>
        d with
        {
            Layout = LayoutResolver.Build(
                new(tensor, ""),
                new(pipeline, ""),
                new(data, ""),
                new(expert, ""),
                new(attention, ""),
                new(context, ""),
                default,
                d.Model,
                d.Engine.Engine
            ),
        };

    public static Deployment WithArchitecture(this Deployment d, Func<ModelArchitecture, ModelArchitecture> change) =>
        d with
        {
            Model = d.Model with { Architecture = change(d.Model.Architecture) },
        };

    public static Deployment WithWorkload(this Deployment d, Func<WorkloadSection, WorkloadSection> change) =>
        d with
        {
            Workload = Workload.Resolve(new Decisions(), change(Stated(d.Workload)), d.Serving),
        };

    /// <summary>The section from which a workload was decided.</summary>
    private static WorkloadSection Stated(Workload w) =>
        new()
        {
            RequestsPerSecond = w.RequestsPerSecond,
            InputTokens = w.InputTokens,
            OutputTokens = w.OutputTokens,
            Concurrency = w.Concurrency.IsStated ? w.Concurrency.Value : null,
            TokensPerSecondPerUser = w.TokensPerSecondPerUser,
            TokensPerSecond = w.TokensPerSecond,
            TimeToFirstToken = w.TimeToFirstToken,
            Percentile = w.Percentile.IsStated ? w.Percentile.Value : null,
            ProcessingTime = w.ProcessingTime,
            Replicas = w.Replicas.IsStated ? w.Replicas.Value : null,
            LoadTime = w.LoadTime,
            AcceptanceLength = w.AcceptanceLength.IsStated ? w.AcceptanceLength.Value : null,
        };

    public static Deployment WithCache(this Deployment d, KvCacheDtypeKind kind) =>
        d with
        {
            Serving = d.Serving with { KvCacheDtype = new(kind, "") },
        };

    public static Deployment WithBlock(this Deployment d, int tokens) =>
        d with
        {
            Serving = d.Serving with { BlockSize = new(tokens, "") },
        };

    public static Deployment WithStep(this Deployment d, int tokens = 100, int sequences = 10) =>
        d with
        {
            Serving = d.Serving with { MaxNumBatchedTokens = new(tokens, ""), MaxNumSeqs = new(sequences, "") },
        };

    public static Deployment WithDrafts(this Deployment d, string method, int tokens = 1) =>
        (
            d with
            {
                Serving = d.Serving with { SpeculativeMethod = Enum.Parse<SpeculativeMethod>(method), SpeculativeTokens = tokens },
            }
        ).WithWorkload(w => w);

    public static Deployment WithArguments(this Deployment d, params ImmutableArray<string> arguments) =>
        d with
        {
            Serving = d.Serving with { ExtraArguments = arguments },
        };
}
