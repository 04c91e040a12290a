using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>No attention kernel for the model on this GPU.</summary>
internal sealed class AttentionBackendAbsent() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7002", "No attention backend for this GPU", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Sparse MLA (DeepSeek-V3.2 and V4) has kernels for compute capability 9.0 and 10.x, V4 also for 12.0. 12.x (RTX "
                + "5090, RTX PRO 6000) is not a superset of 10.x.",
            Why =
                "On 8.0 and 8.9 (A100, L40S, RTX 4090) upstream engines stop with \"No valid attention backend found\"; only forks "
                + "serve these models there.",
            Fix = "Use H100, H200 or B200, or serve DeepSeek-V3.1, whose dense MLA runs on 8.0 and 8.9.",
            References =
            [
                SourceLinks.Vllm("vllm/platforms/cuda.py", 473),
                new("vLLM #40851: sparse MLA on A100", "https://github.com/vllm-project/vllm/issues/40851"),
            ],
        },
        Bad = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0").Replace("h200-sxm", "a100-sxm"),
        Good = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (model, gpu) = (s.Deployment.Model, s.Deployment.Gpu);
        var attention = model.Architecture.Attention;
        if (
            attention is not (AttentionKind.SparseLatent or AttentionKind.Compressed)
            || gpu.Vendor != GpuVendor.Nvidia
            || gpu.ComputeCapability is not { } capability
            || HasKernels(attention, capability)
        )
        {
            yield break;
        }

        yield return new Finding(
            "hardware.gpu",
            $"no attention backend runs the sparse attention of {model.Id} on {gpu.Id} "
                + $"(compute capability {CudaCapability.Format(capability)}; 9.0 or 10.x is required)",
            "use H100, H200 or B200; or serve DeepSeek-V3.1, whose MLA runs on 8.0 and 8.9"
        );
    }

    private static bool HasKernels(AttentionKind attention, int capability) =>
        capability is >= CudaCapability.Hopper and < CudaCapability.BlackwellWorkstation
        || (capability >= CudaCapability.BlackwellWorkstation && attention == AttentionKind.Compressed);
}
