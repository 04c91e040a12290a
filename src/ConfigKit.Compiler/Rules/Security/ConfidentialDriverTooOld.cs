using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Security;

/// <summary>A driver without confidential computing.</summary>
internal sealed class ConfidentialDriverTooOld() : DeploymentRule(Fault)
{
    private const string Oldest = "550.54.15";

    private static readonly DiagnosticDescriptor Fault = new("CK8025", "Driver too old for confidential computing", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "With `security.confidential_computing` on, `host.driver_version` is compared with 550.54.15 (R550, CUDA 12.4), "
                + "the first release with general availability; 535.86 was early access.",
            Why = "An older driver doesn't bring the GPU into its ready state, so nothing can run on it.",
            Formula = """
                driver_version >= 550.54.15
                535.183.01 < 550.54.15: reported
                """,
            Fix =
                "Install driver 580 or newer on the nodes, which needs a reboot or a drained node. Without an update, set "
                + "`security.confidential_computing: off`.",
            References =
            [
                new("NVIDIA: Confidential Computing deployment guide", "https://docs.nvidia.com/cc-deployment-guide-tdx-snp.pdf"),
                new(
                    "NVIDIA: Trusted Computing Solutions R580 release notes",
                    "https://docs.nvidia.com/confidential-computing/release-notes/r580-trd1"
                ),
            ],
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
            $"driver {driver} is older than {Oldest}, the first release with confidential computing",
            "install driver 580 or newer"
        );
    }
}
