using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A driver older than the toolkit's own.</summary>
internal sealed class DriverBelowToolkit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK6007",
        "Driver older than the one shipped with the CUDA toolkit",
        Severity.Warning
    )
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`host.driver_version` is new enough for minor version compatibility but older than the driver shipped with the "
                + "image's CUDA toolkit.",
            Why =
                "Compiled kernels run, but PTX of the newer toolkit doesn't load: kernels compiled at run time (Triton, "
                + "FlashInfer, DeepGEMM) may fail, and nvidia/cuda images may refuse to start on GeForce cards "
                + "(`NVIDIA_REQUIRE_CUDA`).",
            Fix = "Update the driver, which usually needs a reboot of the node.",
            References = [SourceLinks.CudaMinorVersions, SourceLinks.CudaReleaseNotes],
        },
        Bad = Examples.R1OnH200 + "host: {driver_version: \"550.54.15\"}\n",
        Good = Examples.R1OnH200 + "host: {driver_version: \"580.95.05\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (DriverNeed.Of(s.Deployment) is not { RunsAtAll: true, IsToolkits: false } need)
        {
            yield break;
        }

        yield return new Finding(
            "host.driver_version",
            $"driver {need.Driver} is older than {need.Toolkit}, which ships with CUDA {need.Cuda}",
            $"install driver {need.Toolkit} or newer",
            DriverNeed.Why(s.Deployment)
        );
    }
}
