using ConfigKit.Diagnostics;
using ConfigKit.Model;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>Transparent huge pages everywhere.</summary>
internal sealed class HugepagesTransparent : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6008", "Transparent huge pages always on", Severity.Warning)
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

    public HugepagesTransparent()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config.Host)
            .Must(h => h.TransparentHugepages != TransparentHugepageMode.Always)
            .Reports(_ => new Finding(
                "host.transparent_hugepages",
                "transparent_hugepages is always; never or madvise avoids compaction stalls",
                "set `host.transparent_hugepages: never`"
            ));
}
