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
            Checks =
                "A block-quantized checkpoint has one scale per 128 × 128 weights (32 × 32 in V4.1), so the slice of each rank "
                + "must be whole blocks: of dense and shared MLPs always, of experts unless expert parallelism keeps them whole.",
            Why =
                "vLLM stops while loading: \"… is not divisible by weight quantization block_n = 128\". V4-Pro fails at tensor 16 "
                + "although a recipe says so.",
            Formula = """
                intermediate_size / tensor % block == 0
                moe_intermediate_size / tensor % block == 0   (without expert parallelism)
                DeepSeek-V3: 18432 / 32 = 576 = 4.5 × 128, error; 18432 / 16 = 1152 = 9 × 128
                DeepSeek-V4-Pro: 3072 / 16 = 192 = 1.5 × 128, error; 3072 / 8 = 384 = 3 × 128
                """,
            Fix =
                "Use a smaller `tensor` and more `pipeline` or `data`. Where only the experts fail, `parallelism.expert: true` "
                + "keeps them whole.",
            References =
            [
                SourceLinks.Vllm("vllm/model_executor/layers/quantization/utils/fp8_utils.py", 1343),
                SourceLinks.Sglang("python/sglang/srt/layers/quantization/fp8.py", 597),
                new("vLLM #42384: V4-Pro at tensor 16", "https://github.com/vllm-project/vllm/issues/42384"),
            ],
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
                $"{name} {size} / {tensor} = {(double)size / tensor:0.##} isn't a multiple of the FP8 block size {q.BlockSize}",
                TensorChoice.Nearest(d) + (name == "moe_intermediate_size" ? "; or set `parallelism.expert: true`" : "")
            );
    }

    // V4's experts are FP4, but vLLM checks their slices against the checkpoint's block all the same (vllm#42384).
    private static bool IsBlocked(Quantization q) =>
        q.Experts is WeightFormat.Fp8Block || (q.Experts == WeightFormat.Mxfp4 && q.Dense == WeightFormat.Fp8Block);

    private static bool IsWhole(int size, int tensor, int block) => size % tensor == 0 && size / tensor % block == 0;
}
