using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Security;

/// <summary>A confidential computing mode that GPU or layout do not allow.</summary>
internal sealed class ConfidentialModeImpossible : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8003", "Confidential computing not possible here", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "NVIDIA Confidential Computing needs Hopper or Blackwell data centre GPUs and a confidential VM (AMD SEV-SNP, Intel TDX). On Hopper `cc` gives one GPU to a VM; several GPUs take Protected PCIe (`ppcie`): all eight of an HGX board with their switches in one VM. Sharing a GPU, by MIG, MPS, turns or cGPU, excludes it. Driver and processor have rules of their own (CK8025, CK8026). There is no NVIDIA product called cGPU: that is Alibaba Cloud's GPU sharing (`gpu_sharing: cgpu`), and it keeps nothing confidential.",
        },
        Bad = Examples.R1OnH200 + "security: {confidential_computing: cc}\n",
        Good = Examples.R1OnH200 + "security: {confidential_computing: ppcie}\n",
    };

    public ConfidentialModeImpossible()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => Reason(d).Length == 0)
            .When(s => s.Deployment.Config.Security.ConfidentialComputing is ConfidentialMode.Cc or ConfidentialMode.Ppcie)
            .Reports(s => new Finding(
                "security.confidential_computing",
                Reason(s.Deployment),
                "see the modes with `deepseek-config explain security.confidential_computing`"
            ));

    private static string Reason(Deployment d)
    {
        var security = d.Config.Security;
        return d.Gpu.ComputeCapability is not (>= 90 and < 120) || d.Gpu.Vendor != GpuVendor.Nvidia
                ? $"{d.Gpu.Id} has no confidential computing mode"
            : security.GpuSharing is not (null or GpuSharingMode.None) ? "a shared GPU can't be confidential"
            : security.ConfidentialComputing == ConfidentialMode.Cc && d.GpusPerNode > 1 && d.Gpu.ComputeCapability < 100
                ? $"mode cc gives one GPU to a VM; {d.GpusPerNode.Value} are asked for: that takes ppcie"
            : security.ConfidentialComputing == ConfidentialMode.Ppcie && d.GpusPerNode != 8
                ? $"ppcie takes all 8 GPUs of a board; {d.GpusPerNode.Value} are asked for"
            : "";
    }
}
