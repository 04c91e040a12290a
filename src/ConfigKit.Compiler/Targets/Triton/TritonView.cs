using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Model;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Triton;

/// <summary>Triton's model as templates see it.</summary>
internal static class TritonView
{
    // Tensors of the LLM API's Python model (triton_backend/all_models/llmapi): what it reads and answers.
    private static readonly ImmutableArray<(string Name, string Type, int Size)> Inputs =
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

    private static readonly ImmutableArray<(string Name, string Type, int Size)> Outputs =
    [
        ("text_output", "TYPE_STRING", -1),
        ("finish_reason", "TYPE_STRING", -1),
        ("stop_reason", "TYPE_STRING", -1),
        ("cumulative_logprob", "TYPE_FP32", -1),
    ];

    public static ScriptObject Of(DeploymentPlan p, Block? options)
    {
        var (d, stated) = (p.Deployment, p.Deployment.Config.Triton);
        return new ScriptObject
        {
            ["project"] = p.Name + "-triton",
            ["image"] = stated?.Image ?? TritonSection.ImageDefault,
            ["user"] = string.Create(CultureInfo.InvariantCulture, $"{p.User}:{p.User}"),
            ["environment"] = Environment(p),
            ["grpc_port"] = stated?.GrpcPort ?? TritonSection.GrpcPortDefault,
            ["metrics_port"] = stated?.MetricsPort ?? TritonSection.MetricsPortDefault,
            ["decoupled"] = stated?.Decoupled ?? TritonSection.DecoupledDefault,
            ["health"] = new ScriptArray(
                (string[])
                    [
                        "CMD",
                        "python3",
                        "-c",
                        $"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{p.Port}/v2/health/ready', timeout=5)",
                    ]
            ),
            ["model"] = p.ModelArgument,
            ["tensor"] = d.Layout.Tensor.Value,
            ["pipeline"] = d.Layout.Pipeline.Value,
            ["expert"] = d.Layout.ExpertSize,
            ["max_seq_len"] = p.Estimate.EffectiveMaxModelLen,
            ["max_batch_size"] = d.Serving.MaxNumSeqs.IsStated ? d.Serving.MaxNumSeqs.Value : 0,
            ["max_num_tokens"] = d.Serving.MaxNumBatchedTokens.IsStated ? d.Serving.MaxNumBatchedTokens.Value : 0,
            ["trusts_code"] = d.Config.Model.TrustRemoteCode == true,
            ["revision"] = d.Config.Model.Revision ?? "",
            ["has_cache"] = TensorRtLlmView.OptionsOf(p)?.HasCache == true,
            ["cache_fraction"] = d.Serving.MemoryFraction.Value,
            ["options"] = options,
            ["inputs"] = Tensors(Inputs),
            ["outputs"] = Tensors(Outputs),
        };
    }

    /// <summary>The image has no folder of ours for caches; what the user states wins.</summary>
    private static ScriptArray Environment(DeploymentPlan p)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = "/tmp" };
        foreach (var variable in p.Environment)
        {
            all[variable.Name] = variable.Value;
        }

        return new(all.Select(v => new ScriptObject { ["name"] = v.Key, ["value"] = v.Value }));
    }

    private static ScriptArray Tensors(ImmutableArray<(string Name, string Type, int Size)> tensors) =>
        new(
            tensors.Select(
                (t, i) =>
                    new ScriptObject
                    {
                        ["name"] = t.Name,
                        ["type"] = new Symbol(t.Type),
                        ["size"] = t.Size,
                        ["is_optional"] = i > 0,
                    }
            )
        );
}
