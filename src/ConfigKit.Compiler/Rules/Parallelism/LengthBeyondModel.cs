using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>A context longer than the model's.</summary>
internal sealed class LengthBeyondModel : ValidatorRule
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

    public LengthBeyondModel()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Serving.MaxModelLen <= d.Model.Architecture.MaxPositionEmbeddings)
            .Reports(s => new Finding(
                "serving.max_model_len",
                $"max_model_len {Quantity.Count(s.Deployment.Serving.MaxModelLen)} is beyond the {Quantity.Count(s.Deployment.Model.Architecture.MaxPositionEmbeddings)} tokens of {s.Deployment.Model.Id}",
                $"set `serving.max_model_len: {s.Deployment.Model.Architecture.MaxPositionEmbeddings}` or less"
            ));
}
