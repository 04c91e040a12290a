using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>A driver older than the toolkit's own.</summary>
internal sealed class DriverBelowToolkit : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6007", "Driver older than the CUDA toolkit's own", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "The driver is new enough for minor version compatibility but older than the one that the toolkit came with. Compiled kernels run; PTX of newer versions does not load, so kernels that are compiled while running (Triton, FlashInfer, DeepGEMM) may fail, and nvidia/cuda images may refuse to start on GeForce cards (NVIDIA_REQUIRE_CUDA).",
        },
        Bad = Examples.R1OnH200 + "host: {driver_version: \"550.54.15\"}\n",
        Good = Examples.R1OnH200 + "host: {driver_version: \"580.95.05\"}\n",
    };

    public DriverBelowToolkit()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => DriverNeed.Of(d) is not { } need || !need.RunsAtAll || need.IsToolkits)
            .Reports(s => new Finding(
                "host.driver_version",
                $"driver {s.Deployment.Config.Host.DriverVersion} is older than {DriverNeed.Of(s.Deployment)?.Toolkit}, which came with CUDA {DriverNeed.Of(s.Deployment)?.Cuda}",
                $"install driver {DriverNeed.Of(s.Deployment)?.Toolkit} or newer",
                DriverNeed.Why(s.Deployment)
            ));
}
