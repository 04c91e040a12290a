using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>GPUs chosen by a variable beside hardware.gpu_id.</summary>
internal static class DevicesStatedTwice
{
    private const string Help = "remove it; on one node set `hardware.gpu_id`";

    public static readonly DiagnosticDescriptor Fault = new("CK7025", "GPUs chosen by a variable", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "Which GPUs a container sees is decided by `hardware.gpu_id`, Compose's device reservation or the cluster's device "
                + "plugin; inside they are numbered from 0. A variable with other numbers then names GPUs that are not there, and one "
                + "of NVIDIA's container runtime bypasses the device plugin.",
        },
        Bad = Examples.R1OnH200 + "  env: {CUDA_VISIBLE_DEVICES: \"4,5,6,7\"}\n",
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpu_id: [0, 1, 2, 3, 4, 5, 6, 7]"),
    };

    public static readonly ImmutableArray<Advice> Table =
    [
        new("CUDA_VISIBLE_DEVICES", "", "numbers the GPUs inside the container anew", Help),
        new("NVIDIA_VISIBLE_DEVICES", "", "bypasses the cluster's device plugin", Help),
        new("HIP_VISIBLE_DEVICES", "", "numbers the GPUs inside the container anew", Help),
        new("ROCR_VISIBLE_DEVICES", "", "numbers the GPUs inside the container anew", Help),
    ];
}
