using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>An NVLink figure that may count one direction or both.</summary>
internal static class LinkDirectionUnknown
{
    public static readonly DiagnosticDescriptor Fault = new("CK5006", "NVLink bandwidth without direction", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "Data sheets add both directions: H100 900 GB/s is 450 GB/s each way, A100 600 is 300. A message uses one direction, so the figures differ by two. Say which one `nvlink_bandwidth` is; without it the figure is taken as one direction.",
        },
        Bad = Examples.Distill7B.Replace(
            "gpu: h100-sxm",
            "gpu: {name: my-gpu, memory: 81559MiB, memory_bandwidth: 3.35TB/s, compute_capability: \"9.0\", nvlink_bandwidth: 900GB/s}"
        ),
        Good = Examples.Distill7B.Replace(
            "gpu: h100-sxm",
            "gpu: {name: my-gpu, memory: 81559MiB, memory_bandwidth: 3.35TB/s, compute_capability: \"9.0\", nvlink_bandwidth: 900GB/s, nvlink_direction: bidirectional}"
        ),
    };
}
