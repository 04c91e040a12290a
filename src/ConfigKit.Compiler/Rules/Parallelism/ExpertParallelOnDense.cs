using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Expert parallelism of a model without experts.</summary>
internal sealed class ExpertParallelOnDense() : DeploymentRule(Fault)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var model = s.Deployment.Model;
        if (!s.Deployment.Layout.Expert || model.Architecture.IsMoe)
        {
            yield break;
        }

        yield return new Finding(
            "parallelism.expert",
            $"{model.Id} is dense: it has no experts to spread over ranks",
            "leave `parallelism.expert` out"
        );
    }
}
