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

    private static readonly DiagnosticDescriptor Fault = new(
        "CK8003",
        "Confidential computing mode not possible on this hardware",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "`security.confidential_computing` is compared with GPU and layout: the GPU must be a Hopper or Blackwell "
                + "data-centre GPU that isn't shared; on Hopper `cc` takes one GPU and `ppcie` all eight of a board. Driver and CPU "
                + "are checked by CK8025 and CK8026.",
            Why =
                "On Hopper, `cc` gives each confidential VM one GPU. Several GPUs need Protected PCIe (`ppcie`), which puts all "
                + "GPUs and NVSwitches of an HGX board into one VM. Other combinations aren't supported. Sharing by MIG, MPS, time "
                + "slicing or cGPU excludes confidential computing; cGPU is Alibaba Cloud's GPU sharing, not an NVIDIA product, and "
                + "keeps nothing confidential.",
            Formula = """
                Hopper: cc needs 1 GPU per VM, ppcie all 8 of the board
                """,
            Fix =
                "For a model on all 8 Hopper GPUs of a board, set `ppcie`; for one GPU, `cc`. Otherwise set `off`, which leaves "
                + "prompts and weights readable to the host.",
            References =
            [
                new(
                    "NVIDIA: supported platforms for confidential VMs",
                    "https://docs.nvidia.com/confidential-computing/virtual-machines/supported-platforms.md"
                ),
                new("NVIDIA: Confidential Computing deployment guide", "https://docs.nvidia.com/cc-deployment-guide-tdx-snp.pdf"),
            ],
        },
        Bad = Examples.R1OnH200 + "security: {confidential_computing: cc}\n",
        Good = Examples.R1OnH200 + "security: {confidential_computing: ppcie}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (Reason(s.Deployment) is var (message, help))
        {
            yield return new Finding("security.confidential_computing", message, help);
        }
    }

    private static (string Message, string Help)? Reason(Deployment d)
    {
        var (security, gpus) = (d.Security, d.GpusPerNode.Value);
        var mode = security.ConfidentialComputing.Value;
        if (!security.IsConfidential)
        {
            return null;
        }

        var hasMode =
            d.Gpu.Vendor == GpuVendor.Nvidia
            && d.Gpu.ComputeCapability is >= CudaCapability.Hopper and < CudaCapability.BlackwellWorkstation;
        return !hasMode ? ($"{d.Gpu.Id} has no confidential computing mode", "set `security.confidential_computing: off`")
            : security.SharesGpu ? ("a shared GPU can't be confidential", "set `security.gpu_sharing: none`")
            : mode == ConfidentialMode.Cc && gpus > 1 && d.Gpu.ComputeCapability < CudaCapability.Blackwell
                ? ($"`cc` gives each VM one GPU, but {gpus} are requested", HelpFor(gpus))
            : mode == ConfidentialMode.Ppcie && gpus != GpusOfBoard
                ? ($"`ppcie` needs all {GpusOfBoard} GPUs of a board, but {gpus} are requested", HelpFor(gpus))
            : null;
    }

    /// <summary>Several Hopper GPUs are confidential only as a whole board.</summary>
    private static string HelpFor(int gpus) =>
        gpus == 1 ? "set `security.confidential_computing: cc`"
        : gpus == GpusOfBoard ? "set `security.confidential_computing: ppcie`"
        : $"set `security.confidential_computing: ppcie` and `hardware.gpus_per_node: {GpusOfBoard}`";
}
