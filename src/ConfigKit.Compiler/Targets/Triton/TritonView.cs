using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Triton;

/// <summary>Triton's model where its templates look for it.</summary>
internal sealed record TritonPage(TritonView Triton) : View
{
    public override ScriptObject ToScript() => new() { ["triton"] = Triton.ToScript() };
}

/// <summary>Triton's model as templates see it.</summary>
internal sealed record TritonView : View
{
    // Tensors of the LLM API's Python model (triton_backend/all_models/llmapi): what it reads and answers.
    private static readonly ImmutableArray<(string Name, string Type, int Size)> InputTensors =
    [
        ("text_input", "TYPE_STRING", -1),
        ("streaming", "TYPE_BOOL", 1),
        ("sampling_param_best_of", "TYPE_INT32", 1),
        ("sampling_param_temperature", "TYPE_FP32", 1),
        ("sampling_param_top_k", "TYPE_INT32", 1),
        ("sampling_param_top_p", "TYPE_FP32", 1),
        ("sampling_param_frequency_penalty", "TYPE_FP32", 1),
        ("sampling_param_presence_penalty", "TYPE_FP32", 1),
        ("sampling_param_max_tokens", "TYPE_INT32", 1),
        ("sampling_param_stop", "TYPE_STRING", -1),
        ("sampling_param_seed", "TYPE_UINT64", 1),
        ("sampling_param_exclude_input_from_output", "TYPE_BOOL", 1),
        ("return_finish_reason", "TYPE_BOOL", 1),
        ("return_stop_reason", "TYPE_BOOL", 1),
        ("return_cumulative_logprob", "TYPE_BOOL", 1),
        ("stop", "TYPE_BOOL", 1),
    ];

    private static readonly ImmutableArray<(string Name, string Type, int Size)> OutputTensors =
    [
        ("text_output", "TYPE_STRING", -1),
        ("finish_reason", "TYPE_STRING", -1),
        ("stop_reason", "TYPE_STRING", -1),
        ("cumulative_logprob", "TYPE_FP32", -1),
    ];

    public required string Project { get; init; }
    public required string Image { get; init; }
    public required string User { get; init; }
    public required ImmutableArray<VariableView> Environment { get; init; }
    public required int GrpcPort { get; init; }
    public required int MetricsPort { get; init; }
    public required bool Decoupled { get; init; }
    public required ImmutableArray<string> Health { get; init; }
    public required string Model { get; init; }
    public required int Tensor { get; init; }
    public required int Pipeline { get; init; }
    public required int Expert { get; init; }
    public required int MaxSeqLen { get; init; }

    /// <summary>0 where the engine decides.</summary>
    public required int MaxBatchSize { get; init; }

    /// <summary>0 where the engine decides.</summary>
    public required int MaxNumTokens { get; init; }

    public required bool TrustsCode { get; init; }
    public required string Revision { get; init; }
    public required bool HasCache { get; init; }
    public required double CacheFraction { get; init; }

    /// <summary>The engine's options; null where it needs none.</summary>
    public required Block? Options { get; init; }

    public required ImmutableArray<TensorView> Inputs { get; init; }
    public required ImmutableArray<TensorView> Outputs { get; init; }

    public static TritonView Of(TritonPlan t, Block? options)
    {
        var (p, d) = (t.Deployment, t.Deployment.Deployment);
        var probe = $"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{p.Port}/v2/health/ready', timeout=5)";
        return new TritonView
        {
            Project = p.Name + "-triton",
            Image = t.Image,
            User = string.Create(CultureInfo.InvariantCulture, $"{p.User}:{p.User}"),
            Environment = [.. EnvironmentOf(p).Select(v => new VariableView(v.Key, v.Value))],
            GrpcPort = t.GrpcPort,
            MetricsPort = t.MetricsPort,
            Decoupled = t.IsDecoupled,
            Health = ["CMD", "python3", "-c", probe],
            Model = p.ModelArgument,
            Tensor = d.Layout.Tensor,
            Pipeline = d.Layout.Pipeline,
            Expert = d.Layout.ExpertSize,
            MaxSeqLen = p.Estimate.EffectiveMaxModelLen,
            MaxBatchSize = d.Serving.MaxNumSeqs.IsStated ? d.Serving.MaxNumSeqs.Value : 0,
            MaxNumTokens = d.Serving.MaxNumBatchedTokens.IsStated ? d.Serving.MaxNumBatchedTokens.Value : 0,
            TrustsCode = d.Source.TrustRemoteCode,
            Revision = d.Source.StatedRevision,
            HasCache = TensorRtLlmView.OptionsOf(p)?.HasCache == true,
            CacheFraction = d.Serving.MemoryFraction,
            Options = options,
            Inputs = [.. InputTensors.Select((i, index) => TensorView.Of(i, isOptional: index > 0))],
            Outputs = [.. OutputTensors.Select((o, index) => TensorView.Of(o, isOptional: index > 0))],
        };
    }

    /// <summary>The image has no folder of ours for caches; what the user states wins.</summary>
    private static SortedDictionary<string, string> EnvironmentOf(DeploymentPlan p)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = "/tmp" };
        foreach (var variable in p.Environment)
        {
            all[variable.Name] = variable.Value;
        }

        return all;
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["project"] = Project,
            ["image"] = Image,
            ["user"] = User,
            ["environment"] = List(Environment),
            ["grpc_port"] = GrpcPort,
            ["metrics_port"] = MetricsPort,
            ["decoupled"] = Decoupled,
            ["health"] = List(Health),
            ["model"] = Model,
            ["tensor"] = Tensor,
            ["pipeline"] = Pipeline,
            ["expert"] = Expert,
            ["max_seq_len"] = MaxSeqLen,
            ["max_batch_size"] = MaxBatchSize,
            ["max_num_tokens"] = MaxNumTokens,
            ["trusts_code"] = TrustsCode,
            ["revision"] = Revision,
            ["has_cache"] = HasCache,
            ["cache_fraction"] = CacheFraction,
            ["options"] = Options,
            ["inputs"] = List(Inputs),
            ["outputs"] = List(Outputs),
        };
}

/// <summary>A tensor that the model reads or answers.</summary>
/// <param name="Size">-1: any number of elements.</param>
internal sealed record TensorView(string Name, Symbol Type, int Size, bool IsOptional) : View
{
    public static TensorView Of((string Name, string Type, int Size) tensor, bool isOptional) =>
        new(tensor.Name, new Symbol(tensor.Type), tensor.Size, isOptional);

    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["type"] = Type,
            ["size"] = Size,
            ["is_optional"] = IsOptional,
        };
}
