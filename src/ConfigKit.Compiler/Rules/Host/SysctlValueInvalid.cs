using System.Text.RegularExpressions;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A kernel parameter with a value that the kernel refuses or misreads.</summary>
internal static class SysctlValueInvalid
{
    public static readonly DiagnosticDescriptor Fault = new("CK6020", "Kernel parameter out of range", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Values of `host.sysctl` against the ranges of common parameters (Linux 6.18): numbers and words, separated by "
                + "single spaces.",
            Why =
                "The kernel refuses most values out of range only when they are written, after the deployment; for some "
                + "(`netdev_max_backlog`, `tcp_mtu_probing`, `overcommit_ratio`) it accepts nonsense silently.",
            Fix = "Use a value within the range.",
            References = [SourceLinks.KernelVm, SourceLinks.KernelNetwork],
        },
        Bad = Examples.R1OnH200 + "host: {sysctl: {vm.watermark_scale_factor: 5000}}\n",
        Good = Examples.R1OnH200 + "host: {sysctl: {vm.watermark_scale_factor: 200}}\n",
    };

    /// <summary>What the parameter takes; empty when the value is of that kind.</summary>
    public static string Expected(string name, string value) =>
        Regex.IsMatch(value, WordsPattern, RegexOptions.NonBacktracking)
            ? KernelParameters.Find(name)?.Fault(value) ?? ""
            : "numbers or words";

    private const string WordsPattern = @"\A[A-Za-z0-9._-]+( [A-Za-z0-9._-]+)*\z";
}
