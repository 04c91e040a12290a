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
                "CUDA's minor version compatibility runs any 12.x on driver 525.60.13 or newer and any 13.x on 580 or newer (CUDA release notes, tables 2 and 3). Below that nothing starts; data centre GPUs can bridge it with a cuda-compat package, GeForce cards can't. Blackwell needs R570 whatever the toolkit.",
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
            $"driver {need.Driver} is older than {need.Floor}, the oldest on which CUDA {need.Cuda} runs{gpu}",
            $"install driver {need.Toolkit} or newer, or an image with an older CUDA",
            DriverNeed.Why(d)
        );
    }
}
