using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>Transparent huge pages everywhere.</summary>
internal static class HugepagesTransparent
{
    public static readonly DiagnosticDescriptor Fault = new("CK6008", "Transparent huge pages always on", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks = "`host.transparent_hugepages` is `always`.",
            Why =
                "The kernel compacts memory at page faults of every process, which stalls the threads that feed the GPUs for "
                + "milliseconds, and small processes grow.",
            Fix = "`never` (the default here) or `madvise`: PyTorch asks for huge pages where they help.",
            References = [SourceLinks.TransparentHugePages],
        },
        Bad = Examples.R1OnH200 + "host: {transparent_hugepages: always}\n",
        Good = Examples.R1OnH200 + "host: {transparent_hugepages: never}\n",
    };
}
