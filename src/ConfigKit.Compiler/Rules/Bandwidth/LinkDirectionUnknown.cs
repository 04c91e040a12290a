using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>An NVLink figure that may count one direction or both.</summary>
internal static class LinkDirectionUnknown
{
    public static readonly DiagnosticDescriptor Fault = new("CK5006", "NVLink bandwidth without direction", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        Explanation = new()
        {
            Checks = "`nvlink_bandwidth` is set without `nvlink_direction`. It is then taken as one direction.",
            Why =
                "Data sheets add both directions (H100 900 GB/s is 450 each way, A100 600 is 300), but a message uses one: the "
                + "estimate is off by a factor of two.",
            Formula = """
                one direction = data sheet / 2
                H100: 900 GB/s / 2 = 450 GB/s; p2pBandwidthLatencyTest measures about 380
                """,
            Fix = "Add `nvlink_direction: bidirectional` for a data sheet figure, `per_direction` otherwise.",
            References = [new("NCCL #1264: NVLink on H100, one way and both ways", "https://github.com/NVIDIA/nccl/issues/1264")],
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
