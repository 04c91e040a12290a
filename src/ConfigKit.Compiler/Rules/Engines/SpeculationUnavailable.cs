using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>A way of drafting tokens that the checkpoint has no weights for.</summary>
internal sealed class SpeculationUnavailable() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK7006",
        "Speculative decoding not available for the checkpoint",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "`mtp` uses the checkpoint's multi-token prediction layer, which V3, R1, V3.2 and V4 have and V2, V4.1 and the "
                + "R1 distillations do not; `dspark` the draft fused into V4 checkpoints from 0731 on and into V4.1; `eagle` needs a draft model named "
                + "in `speculative.model`.",
        },
        Bad = Examples.Distill7B + "  speculative: {method: mtp}\n",
        Good = Examples.Distill7B + "  speculative: {method: ngram, num_tokens: 3}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var reason = Reason(s.Deployment);
        if (reason.Length > 0)
        {
            yield return new Finding(
                "serving.speculative",
                reason,
                s.Deployment.Serving.SpeculativeMethod == SpeculativeMethod.Eagle ? "add `speculative.model`"
                    : s.Deployment.Model.Architecture.ModelType == "deepseek_v41" ? "set `serving.speculative.method: dspark`"
                    : "leave `serving.speculative` out"
            );
        }
    }

    private static string Reason(Deployment d) =>
        d.Serving.SpeculativeMethod switch
        {
            SpeculativeMethod.Mtp when d.Model.Architecture.ModelType == "deepseek_v41" =>
                $"{d.Model.Id} has no multi-token prediction layer: its draft is DSpark's",
            SpeculativeMethod.Mtp when d.Model.Architecture.MtpLayers == 0 => $"{d.Model.Id} has no multi-token prediction layer",
            SpeculativeMethod.Dspark when d.Model.Architecture.Attention != AttentionKind.Compressed =>
                $"{d.Model.Id} has no DSpark draft: only V4 checkpoints from 0731 on do",
            SpeculativeMethod.Eagle when d.Serving.DraftModel is null => "eagle needs a draft model",
            _ => "",
        };
}
