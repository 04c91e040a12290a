using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>A NCCL variable with a value outside its range.</summary>
internal sealed class NcclValueInvalid() : DeploymentRule(Fault)
{
    // A message is one line.
    private const int LongestShown = 60;

    private static readonly DiagnosticDescriptor Fault = new("CK7011", "NCCL variable with an illegal value", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Ranges and words are those of NCCL 2.30.7. Most illegal values are ignored with a line in the log that nobody "
                + "reads; some, such as an unknown NCCL_ALGO, fail the first collective.",
        },
        Bad = Examples.R1OnH200 + "  env: {NCCL_IB_TIMEOUT: \"64\"}\n",
        Good = Examples.R1OnH200 + "  env: {NCCL_IB_TIMEOUT: \"22\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s) =>
        from entry in s.Deployment.Serving.Environment
        let fault = CommunicationVariables.Find(entry.Key)?.Fault(entry.Value) ?? ""
        where fault.Length > 0
        select new Finding(
            $"serving.env.{entry.Key}",
            $"{entry.Key} is \"{Shown(entry.Value)}\"; it takes {fault}",
            $"leave `{entry.Key}` out to let NCCL choose"
        );

    private static string Shown(string value) => value.Length <= LongestShown ? value : value[..(LongestShown - 3)] + "...";
}
