using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>A NCCL variable with a value outside its range.</summary>
internal static class NcclValueInvalid
{
    // A message is one line.
    private const int LongestShown = 60;

    public static readonly DiagnosticDescriptor Fault = new("CK7011", "Invalid value of an NCCL variable", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "Values of NCCL variables against the ranges and words of NCCL 2.30.7.",
            Why =
                "Most invalid values are ignored with a line in the log that nobody reads; some, such as an unknown `NCCL_ALGO`, "
                + "fail the first collective.",
            Fix = "Remove the variable, so that NCCL chooses, or use a value within the range.",
            References = [SourceLinks.NcclVariables],
        },
        Bad = Examples.R1OnH200 + "  env: {NCCL_IB_TIMEOUT: \"64\"}\n",
        Good = Examples.R1OnH200 + "  env: {NCCL_IB_TIMEOUT: \"22\"}\n",
    };

    /// <summary>What the variable takes; empty when the value is of that kind.</summary>
    public static string Expected(string name, string value) => CommunicationVariables.Find(name)?.Fault(value) ?? "";

    /// <summary>The beginning of a long value.</summary>
    public static string Shown(string value) => value.Length <= LongestShown ? value : value[..(LongestShown - 3)] + "...";
}
