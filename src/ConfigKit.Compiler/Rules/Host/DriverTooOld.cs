using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A driver on which the image's CUDA does not start.</summary>
internal sealed class DriverTooOld() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6006", "Driver too old for the CUDA image", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`host.driver_version` against the oldest driver on which the image's CUDA runs: 525.60.13 for any 12.x, 580 for "
                + "any 13.x, 570.26 for Blackwell GPUs whatever the toolkit.",
            Why =
                "CUDA doesn't initialize: \"CUDA driver version is insufficient for CUDA runtime version\". Data center GPUs can "
                + "bridge it with a cuda-compat package, GeForce cards can't.",
            Fix = "Update the driver, which usually needs a reboot of the node, or use an image with an older CUDA.",
            References = [SourceLinks.CudaMinorVersions, SourceLinks.CudaReleaseNotes],
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "host: {driver_version: \"550.54.15\"}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "host: {driver_version: \"580.95.05\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (DriverNeed.Of(d) is not { RunsAtAll: false } need)
        {
            yield break;
        }

        var gpu = d.Gpu.ComputeCapability >= DriverNeed.BlackwellCapability ? " on this GPU" : "";
        yield return new Finding(
            "host.driver_version",
            $"driver {need.Driver} is too old for CUDA {need.Cuda}{gpu}, which needs {need.Floor} or newer",
            $"install driver {need.Toolkit} or newer, or use an image with an older CUDA",
            DriverNeed.Why(d)
        );
    }
}
