using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Parallelism;

/// <summary>A context longer than the model's.</summary>
internal sealed class LengthBeyondModel() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4013", "max_model_len beyond the model's context", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "Positions beyond `max_position_embeddings` of config.json were never trained. vLLM refuses to start unless VLLM_ALLOW_LONG_MAX_MODEL_LEN is set; SGLang alike. DeepSeek-V3 and R1: 163,840 (the README documents 128K); V4: 1,048,576; the R1 distillations: 131,072.",
        },
        Bad = Examples.R1OnH200.Replace("65536", "200000"),
        Good = Examples.R1OnH200,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var model = s.Deployment.Model;
        var (length, longest) = (s.Deployment.Serving.MaxModelLen.Value, model.Architecture.MaxPositionEmbeddings);
        if (length <= longest)
        {
            yield break;
        }

        yield return new Finding(
            "serving.max_model_len",
            $"max_model_len {Quantity.Count(length)} is beyond the {Quantity.Count(longest)} tokens of {model.Id}",
            $"set `serving.max_model_len: {longest}` or less"
        );
    }
}
