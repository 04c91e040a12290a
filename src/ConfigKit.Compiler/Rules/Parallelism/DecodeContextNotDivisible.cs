using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Decode context parallelism that the tensor ranks do not allow.</summary>
internal sealed class DecodeContextNotDivisible : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK4008",
        "Decode context parallelism does not divide tensor parallelism",
        Severity.Error
    )
    {
        Explanation =
            "vLLM's decode context parallelism shares one KV cache between `decode_context` of the tensor ranks: `tensor % decode_context == 0` (`config/parallel.py`). It needs copies to share: MLA has one on each rank; with grouped heads there are tensor / num_key_value_heads of each. SGLang and TensorRT-LLM have no such setting here.",
        Bad = Examples.R1OnH200.Replace("tensor: 8", "tensor: 8, decode_context: 3"),
        Good = Examples.R1OnH200.Replace("tensor: 8", "tensor: 8, decode_context: 4"),
    };

    private const string Key = "parallelism.decode_context";

    public DecodeContextNotDivisible()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Engine.Takes(Key) && Copies(d) % d.Layout.DecodeContext == 0)
            .When(s => s.Deployment.Layout.DecodeContext > 1)
            .Reports(s => new Finding(
                Key,
                s.Deployment.Engine.Takes(Key)
                    ? $"decode_context {s.Deployment.Layout.DecodeContext.Value} does not divide the {Copies(s.Deployment)} tensor ranks that hold the same KV cache"
                    : $"decode_context {s.Deployment.Layout.DecodeContext.Value} is {EngineList.Titles(e => EngineCatalog.Release(e, null, out _).Takes(Key))}'s; {s.Deployment.Engine.Title} has no such setting",
                s.Deployment.Engine.Takes(Key)
                    ? $"set `parallelism.decode_context: {Enumerable.Range(1, Copies(s.Deployment)).Last(n => Copies(s.Deployment) % n == 0 && n <= s.Deployment.Layout.DecodeContext)}`"
                    : "leave `parallelism.decode_context` out"
            ));

    private static int Copies(Deployment d) =>
        d.Model.Architecture.Attention == AttentionKind.Grouped
            ? Math.Max(1, d.Layout.Tensor / Math.Max(1, d.Model.Architecture.NumKeyValueHeads))
            : d.Layout.Tensor;
}
