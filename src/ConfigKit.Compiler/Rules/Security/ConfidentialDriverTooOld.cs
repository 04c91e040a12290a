using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Security;

/// <summary>A driver without confidential computing.</summary>
internal sealed class ConfidentialDriverTooOld() : DeploymentRule(Fault)
{
    private const string Oldest = "550.54.15";

    private static readonly DiagnosticDescriptor Fault = new("CK8025", "Driver without confidential computing", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "Confidential computing is generally available from driver 550.54.15 on (R550, CUDA 12.4); 535.86 was an early "
                + "access release. An older driver does not bring the GPU into its ready state (NVIDIA Confidential Computing "
                + "deployment guides).",
        },
        Bad =
            Examples.R1OnH200
            + "container: {cuda_version: \"12.2\"}\nhost: {driver_version: \"535.183.01\"}\nsecurity: {confidential_computing: ppcie}\n",
        Good =
            Examples.R1OnH200
            + "container: {cuda_version: \"12.2\"}\nhost: {driver_version: \"580.95.05\"}\nsecurity: {confidential_computing: ppcie}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (
            !d.Security.IsConfidential
            || d.Host.DriverVersion is not { } driver
            || ReleaseNumber.Parse(driver) >= ReleaseNumber.Parse(Oldest)
        )
        {
            yield break;
        }

        yield return new Finding(
            "host.driver_version",
            $"driver {driver} is older than {Oldest}, the first with confidential computing",
            "install driver 580 or newer"
        );
    }
}
