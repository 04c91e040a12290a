using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>GPUs chosen by a variable beside hardware.gpu_id.</summary>
internal static class DevicesStatedTwice
{
    private const string Help = "remove it; on one node set `hardware.gpu_id`";

    public static readonly DiagnosticDescriptor Fault = new("CK7025", "GPUs selected by environment variable", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "`CUDA_VISIBLE_DEVICES` and its relatives in `serving.env`. `hardware.gpu_id`, Compose's device reservation or "
                + "the cluster's device plugin decide which GPUs a container sees; inside, they are numbered from 0.",
            Why =
                "Other numbers name GPUs that aren't there, and the variable of NVIDIA's container runtime bypasses the device "
                + "plugin: two pods may share a GPU.",
            Fix = "Remove the variable; on one node set `hardware.gpu_id`.",
            References = [new("NVIDIA device plugin for Kubernetes", "https://github.com/NVIDIA/k8s-device-plugin")],
        },
        Bad = Examples.R1OnH200 + "  env: {CUDA_VISIBLE_DEVICES: \"4,5,6,7\"}\n",
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpu_id: [0, 1, 2, 3, 4, 5, 6, 7]"),
    };

    public static readonly ImmutableArray<Advice> Table =
    [
        new("CUDA_VISIBLE_DEVICES", "", "renumbers the GPUs inside the container", Help),
        new("NVIDIA_VISIBLE_DEVICES", "", "bypasses the cluster's device plugin", Help),
        new("HIP_VISIBLE_DEVICES", "", "renumbers the GPUs inside the container", Help),
        new("ROCR_VISIBLE_DEVICES", "", "renumbers the GPUs inside the container", Help),
    ];
}
