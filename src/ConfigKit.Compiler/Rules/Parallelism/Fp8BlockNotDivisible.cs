using ConfigKit.Catalog;
using ConfigKit.Changes;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>A rank's slice of an FP8 matrix is no whole number of scale blocks.</summary>
internal sealed class Fp8BlockNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4004", "FP8 blocks not divisible by tensor parallelism", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                A checkpoint in FP8 blocks has one scale per 128 × 128 weights (32 × 32 in V4.1), so a rank's slice must be whole blocks:

                    intermediate_size / tensor % 128 == 0        (dense and shared MLP)
                    moe_intermediate_size / tensor % 128 == 0    (experts, unless whole ones are spread by expert parallelism)

                DeepSeek-V3: 18432 / 32 = 576 = 4.5 × 128 fails at tensor 32 whatever the experts do; 1, 2, 4, 8 and 16 pass. V4-Pro: 3072 / 16 = 192 fails at 16. vLLM says "is not divisible by weight quantization block_n = 128" (`layers/quantization/utils/fp8_utils.py`, validate_fp8_block_shape).
                """,
        },
        Bad = Examples.R1OnTwoNodes.Replace("nodes: 2", "nodes: 4").Replace("tensor: 8, pipeline: 2", "tensor: 32"),
        Good = Examples.R1OnTwoNodes.Replace("nodes: 2", "nodes: 4").Replace("tensor: 8, pipeline: 2", "tensor: 8, pipeline: 4"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (a, q, tensor) = (d.Model.Architecture, d.Quantization, d.Layout.Tensor.Value);
        if (
            q.Dense == WeightFormat.Fp8Block
            && a.IntermediateSize > 0
            && (!a.IsMoe || a.DenseLayers > 0)
            && !IsWhole(a.IntermediateSize, tensor, q.BlockSize)
        )
        {
            yield return Of("intermediate_size", a.IntermediateSize);
        }
        else if (a.IsMoe && d.Layout.ExpertSize == 1 && IsBlocked(q) && !IsWhole(a.MoeIntermediateSize, tensor, q.BlockSize))
        {
            yield return Of("moe_intermediate_size", a.MoeIntermediateSize);
        }

        Finding Of(string name, int size) =>
            new(
                "parallelism.tensor",
                $"{name} {size} / {tensor} = {(double)size / tensor:0.##} is no multiple of the FP8 block of {q.BlockSize}",
                TensorChoice.Nearest(d) + (name == "moe_intermediate_size" ? "; or set `parallelism.expert: true`" : "")
            );
    }

    // V4's experts are FP4, but vLLM checks their slices against the checkpoint's block all the same (vllm#42384).
    private static bool IsBlocked(Quantization q) =>
        q.Experts is WeightFormat.Fp8Block || (q.Experts == WeightFormat.Mxfp4 && q.Dense == WeightFormat.Fp8Block);

    private static bool IsWhole(int size, int tensor, int block) => size % tensor == 0 && size / tensor % block == 0;
}
