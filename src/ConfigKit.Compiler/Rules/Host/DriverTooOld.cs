using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>A driver on which the image's CUDA does not start.</summary>
internal sealed class DriverTooOld : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6006", "Driver too old for the CUDA image", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "CUDA's minor version compatibility runs any 12.x on driver 525.60.13 or newer and any 13.x on 580 or newer (CUDA release notes, tables 2 and 3). Below that nothing starts; data centre GPUs can bridge it with a cuda-compat package, GeForce cards can't. Blackwell needs R570 whatever the toolkit.",
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "host: {driver_version: \"550.54.15\"}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "host: {driver_version: \"580.95.05\"}\n",
    };

    public DriverTooOld()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => DriverNeed.Of(d) is not { } need || need.RunsAtAll)
            .Reports(s => new Finding(
                "host.driver_version",
                $"driver {s.Deployment.Config.Host.DriverVersion} is older than {DriverNeed.Of(s.Deployment)?.Floor}, the oldest on which CUDA {DriverNeed.Of(s.Deployment)?.Cuda} runs{(s.Deployment.Gpu.ComputeCapability >= 100 ? " on this GPU" : "")}",
                $"install driver {DriverNeed.Of(s.Deployment)?.Toolkit} or newer, or an image with an older CUDA",
                DriverNeed.Why(s.Deployment)
            ));
}
