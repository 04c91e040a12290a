using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Expert parallelism of a model without experts.</summary>
internal sealed class ExpertParallelOnDense() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4009", "Expert parallelism of a dense model", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Safe,
        Explanation = new()
        {
            Checks = "`parallelism.expert` is set for a model without routed experts. The R1 distillations are dense.",
            Why = "vLLM stops with \"Number of experts in the model must be greater than 0 when expert parallelism is enabled.\"",
            Fix = "Remove `parallelism.expert`; nothing else changes.",
            References = [SourceLinks.Vllm("vllm/config/model.py", 1501)],
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

        yield return new Finding("parallelism.expert", $"{model.Id} is a dense model without experts", "remove `parallelism.expert`");
    }
}
