using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>A way of drafting tokens that the checkpoint has no weights for.</summary>
internal sealed class SpeculationUnavailable() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK7006",
        "Speculative decoding unavailable for the checkpoint",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "`mtp` uses the multi-token prediction layer of the checkpoint: V3, R1, V3.2 and V4 have one, V2 and the R1 "
                + "distillations don't. `dspark` needs the draft of V4 checkpoints from 0731 on, `eagle` a draft model in "
                + "`speculative.model`.",
            Why = "vLLM stops with \"Unsupported speculative method\", or doesn't find the draft's weights.",
            Fix = "Remove `serving.speculative`, use `ngram`, which needs no weights, or name a draft model.",
            References =
            [
                SourceLinks.Vllm("vllm/config/speculative.py"),
                SourceLinks.Sglang("python/sglang/srt/arg_groups/speculative_hook.py", 753),
            ],
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
                s.Deployment.Serving.SpeculativeMethod == SpeculativeMethod.Eagle
                    ? "set `serving.speculative.model`"
                    : "remove `serving.speculative`"
            );
        }
    }

    private static string Reason(Deployment d) =>
        d.Serving.SpeculativeMethod switch
        {
            SpeculativeMethod.Mtp when d.Model.Architecture.HasDspark =>
                $"{d.Model.Id} has a DSpark draft in place of a multi-token prediction layer",
            SpeculativeMethod.Mtp when d.Model.Architecture.MtpLayers == 0 => $"{d.Model.Id} has no multi-token prediction layer",
            SpeculativeMethod.Dspark when !d.Model.Architecture.HasDspark =>
                $"{d.Model.Id} has no DSpark draft; only V4 checkpoints from 0731 on do",
            SpeculativeMethod.Eagle when d.Serving.DraftModel is null => "`eagle` needs a draft model",
            _ => "",
        };
}
