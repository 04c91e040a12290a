using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Expert parallelism of a model without experts.</summary>
internal sealed class ExpertParallelOnDense : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK4009", "Expert parallelism of a dense model", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "The model has no routed experts, so there is nothing to spread: vLLM ends with \"Number of experts in the model must be greater than 0 when expert parallelism is enabled.\" (`config/model.py`). The R1 distillations are dense.",
        },
        Bad = Examples.Distill7B + "parallelism: {expert: true}\n",
        Good = Examples.Distill7B,
    };

    public ExpertParallelOnDense()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Model.Architecture.IsMoe)
            .When(s => s.Deployment.Layout.Expert)
            .Reports(s => new Finding(
                "parallelism.expert",
                $"{s.Deployment.Model.Id} is dense: it has no experts to spread over ranks",
                "leave `parallelism.expert` out"
            ));
}
