using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Parallelism;

/// <summary>A context longer than the model's.</summary>
internal sealed class LengthBeyondModel() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4013", "max_model_len beyond the model's context", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Unsafe,
        Explanation = new()
        {
            Checks =
                "`max_model_len` against `max_position_embeddings` of config.json: 163,840 in DeepSeek-V3 and R1 (their README "
                + "documents 128K), 1,048,576 in V4, 131,072 in the R1 distillations.",
            Why =
                "vLLM stops with \"User-specified max_model_len … is greater than the derived max_model_len\"; SGLang alike. With "
                + "`VLLM_ALLOW_LONG_MAX_MODEL_LEN=1` it starts and may answer with NaN or nonsense: the model never saw such "
                + "positions.",
            Formula = """
                max_model_len <= max_position_embeddings
                200,000 > 163,840, error
                """,
            Fix = "Lower `max_model_len` to the context of the model. Longer requests are then refused.",
            References = [SourceLinks.Vllm("vllm/config/model.py", 2670)],
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
            $"max_model_len {Quantity.Count(length)} exceeds the {Quantity.Count(longest)} tokens that {model.Id} supports",
            $"set `serving.max_model_len: {longest}`"
        );
    }
}
