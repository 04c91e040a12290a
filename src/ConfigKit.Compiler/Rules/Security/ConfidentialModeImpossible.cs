using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Security;

/// <summary>A confidential computing mode that GPU or layout do not allow.</summary>
internal sealed class ConfidentialModeImpossible() : DeploymentRule(Fault)
{
    // Protected PCIe takes a whole HGX board into one VM.
    private const int GpusOfBoard = 8;

    private static readonly DiagnosticDescriptor Fault = new("CK8003", "Confidential computing not possible here", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "NVIDIA Confidential Computing needs Hopper or Blackwell data centre GPUs and a confidential VM (AMD SEV-SNP, Intel "
                + "TDX). On Hopper `cc` gives one GPU to a VM; several GPUs take Protected PCIe (`ppcie`): all eight of an HGX board "
                + "with their switches in one VM. Sharing a GPU, by MIG, MPS, turns or cGPU, excludes it. Driver and processor have "
                + "rules of their own (CK8025, CK8026). There is no NVIDIA product called cGPU: that is Alibaba Cloud's GPU sharing "
                + "(`gpu_sharing: cgpu`), and it keeps nothing confidential.",
        },
        Bad = Examples.R1OnH200 + "security: {confidential_computing: cc}\n",
        Good = Examples.R1OnH200 + "security: {confidential_computing: ppcie}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var reason = Reason(s.Deployment);
        if (reason.Length > 0)
        {
            yield return new Finding(
                "security.confidential_computing",
                reason,
                "see the modes with `deepseek-config explain security.confidential_computing`"
            );
        }
    }

    private static string Reason(Deployment d)
    {
        var (security, gpus) = (d.Security, d.GpusPerNode.Value);
        var mode = security.ConfidentialComputing.Value;
        if (!security.IsConfidential)
        {
            return "";
        }

        var hasMode =
            d.Gpu.Vendor == GpuVendor.Nvidia
            && d.Gpu.ComputeCapability is >= CudaCapability.Hopper and < CudaCapability.BlackwellWorkstation;
        return !hasMode ? $"{d.Gpu.Id} has no confidential computing mode"
            : security.SharesGpu ? "a shared GPU can't be confidential"
            : mode == ConfidentialMode.Cc && gpus > 1 && d.Gpu.ComputeCapability < CudaCapability.Blackwell
                ? $"mode cc gives one GPU to a VM; {gpus} are asked for: that takes ppcie"
            : mode == ConfidentialMode.Ppcie && gpus != GpusOfBoard ? $"ppcie takes all {GpusOfBoard} GPUs of a board; {gpus} are asked for"
            : "";
    }
}
