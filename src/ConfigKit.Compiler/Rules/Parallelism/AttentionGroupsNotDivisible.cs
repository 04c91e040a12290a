using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>SGLang's attention groups do not divide the tensor ranks.</summary>
internal sealed class AttentionGroupsNotDivisible : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK4007", "Attention groups not divisible", Severity.Error)
    {
        Explanation =
            "In SGLang `--tp-size` counts all GPUs, and data-parallel attention divides them into `--dp-size` groups: `tensor % data == 0` (`server_args.py`).",
        Bad = Sglang.Replace("data: 8", "data: 3"),
        Good = Sglang,
    };

    private static string Sglang =>
        Examples
            .R1OnH200.Replace("vllm", "sglang")
            .Replace("0.11.0", "0.5.15")
            .Replace("tensor: 8", "tensor: 8, data: 8, data_parallel_attention: true");

    public AttentionGroupsNotDivisible()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Layout.Tensor % d.Layout.Data.Value == 0)
            .When(s => s.Deployment.Engine.Engine.HasGroupsWithinTensor && s.Deployment.Layout.DataParallelAttention)
            .Reports(s => new Finding(
                "parallelism.data",
                $"{s.Deployment.Layout.Tensor.Value} tensor ranks do not divide into {s.Deployment.Layout.Data.Value} attention groups",
                $"set `parallelism.data: {Enumerable.Range(1, s.Deployment.Layout.Tensor).Last(n => s.Deployment.Layout.Tensor % n == 0 && n <= s.Deployment.Layout.Data)}`"
            ));
}
