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
            Checks =
                "With `always` the kernel compacts memory at page faults of every process, which stalls threads that feed the GPUs for milliseconds, and memory use of many small processes grows. `never` is written by default; `madvise` is fine too, since PyTorch asks for huge pages where they help.",
        },
        Bad = Examples.R1OnH200 + "host: {transparent_hugepages: always}\n",
        Good = Examples.R1OnH200 + "host: {transparent_hugepages: never}\n",
    };
}
