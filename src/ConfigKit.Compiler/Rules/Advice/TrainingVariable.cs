using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>A variable of a training program or its launcher.</summary>
internal static class TrainingVariable
{
    public static readonly DiagnosticDescriptor Fault = new("CK7021", "Training variable", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks = "Variables of DeepSpeed, Accelerate, FSDP, torchrun and Megatron.",
            Why =
                "They have no effect on a serving engine, or disturb it: it starts its ranks itself and sets RANK and WORLD_SIZE "
                + "for each. `CUDA_DEVICE_MAX_CONNECTIONS=1` orders Megatron's kernels in training; in serving it only takes away "
                + "overlap.",
            Fix = "Remove the variable; state the layout in `parallelism`.",
        },
        Bad = Examples.R1OnH200 + "  env: {DEEPSPEED_ZERO_STAGE: \"3\"}\n",
        Good = Examples.R1OnH200 + "  env: {HF_HUB_OFFLINE: \"1\"}\n",
    };

    public static readonly ImmutableArray<Advice> Table =
    [
        new("DEEPSPEED_*", "", "is a training variable", "remove it; set `parallelism` to divide the weights"),
        new("ACCELERATE_*", "", "is a training variable", "remove it; set `parallelism` to divide the weights"),
        new("FSDP_*", "", "is a training variable", "remove it; set `parallelism` to divide the weights"),
        new("GRADIENT_*", "", "is a training variable", "remove it; serving has no gradients"),
        new("ZERO_STAGE", "", "is a training variable", "remove it; set `parallelism` to divide the weights"),
        new("CUDA_DEVICE_MAX_CONNECTIONS", "1", "is a Megatron setting for training", "remove it"),
        new("WORLD_SIZE", "", "is set by the engine for each rank", "remove it; set `parallelism`"),
        new("RANK", "", "is set by the engine for each rank", "remove it; set `parallelism`"),
        new("LOCAL_RANK", "", "is set by the engine for each rank", "remove it; set `parallelism`"),
    ];
}
