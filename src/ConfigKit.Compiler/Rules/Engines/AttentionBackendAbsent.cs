using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>No attention kernel for the model on this GPU.</summary>
internal sealed class AttentionBackendAbsent : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7002", "No attention backend for this GPU", Severity.Error)
    {
        Explanation =
            "Sparse MLA (DeepSeek-V3.2 and V4) has kernels for compute capability 9.0 and 10.x; V4 also for 12.0. On 8.0 and 8.9 (A100, L40S, RTX 4090) upstream engines end with \"No valid attention backend found\" (vllm#40851); only forks serve them there. 12.x (RTX 5090, RTX PRO 6000) is no superset of 10.x.",
        Bad = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0").Replace("h200-sxm", "a100-sxm"),
        Good = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0"),
    };

    public AttentionBackendAbsent()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d =>
                d.Gpu.ComputeCapability is not { } c
                || c is >= 90 and < 120
                || (c >= 120 && d.Model.Architecture.Attention == AttentionKind.Compressed)
            )
            .When(s => s.Deployment.Model.Architecture.IsSparse && s.Deployment.Gpu.Vendor == GpuVendor.Nvidia)
            .Reports(s => new Finding(
                "hardware.gpu",
                $"no attention backend runs the sparse attention of {s.Deployment.Model.Id} on {s.Deployment.Gpu.Id} (compute capability {s.Deployment.Gpu.ComputeCapability / 10}.{s.Deployment.Gpu.ComputeCapability % 10}; it takes 9.0 or 10.x)",
                "take H100, H200 or B200; or serve DeepSeek-V3.1, whose MLA runs on 8.0 and 8.9"
            ));
}
