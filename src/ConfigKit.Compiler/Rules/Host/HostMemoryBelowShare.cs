using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>Main memory that can't hold the engine's processes.</summary>
internal sealed class HostMemoryBelowShare : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6001", "Host memory too small for the engine", Severity.Error)
    {
        Explanation =
            "Each rank is a process with libraries, CUDA context and pinned staging buffers (about 4 GiB), and /dev/shm counts against main memory: `gpus_per_node × 4 GiB + shm_size <= memory − huge pages`.",
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 32GiB"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 2TiB"),
    };

    public HostMemoryBelowShare()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => Usable(d) >= Needed(d))
            .When(s => s.Deployment.Config.Hardware.Memory is not null && Usable(s.Deployment) > 0)
            .Reports(s => new Finding(
                "hardware.memory",
                $"{Quantity.FormatBytes(Usable(s.Deployment))} of usable main memory; {s.Deployment.GpusPerNode.Value} ranks and /dev/shm take {Quantity.FormatBytes(Needed(s.Deployment))}",
                "add memory, or lower `container.shm_size` or the reserved huge pages"
            ));

    /// <summary>Main memory without reserved huge pages.</summary>
    public static long Usable(Deployment d) =>
        (d.Config.Hardware.Memory ?? 0)
        - ((long)(d.Config.Host.Hugepages2Mi ?? 0) * 2 * Quantity.MiB)
        - ((long)(d.Config.Host.Hugepages1Gi ?? 0) * Quantity.GiB);

    public static long Needed(Deployment d) =>
        (d.GpusPerNode * Defaults.HostBytesPerRank) + (d.Config.Container.ShmSize ?? ContainerSection.ShmSizeDefault);
}
