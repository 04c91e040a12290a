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
            Checks =
                "Variables of DeepSpeed, Accelerate, FSDP and torchrun have no effect on a serving engine, or disturb it: it starts "
                + "its ranks itself and sets RANK and WORLD_SIZE for each. `CUDA_DEVICE_MAX_CONNECTIONS=1` orders Megatron's kernels "
                + "in training; in serving it only takes away overlap.",
        },
        Bad = Examples.R1OnH200 + "  env: {DEEPSPEED_ZERO_STAGE: \"3\"}\n",
        Good = Examples.R1OnH200 + "  env: {HF_HUB_OFFLINE: \"1\"}\n",
    };

    public static readonly ImmutableArray<Advice> Table =
    [
        new("DEEPSPEED_*", "", "is for training", "remove it: weights are divided by `parallelism`"),
        new("ACCELERATE_*", "", "is for training", "remove it: weights are divided by `parallelism`"),
        new("FSDP_*", "", "is for training", "remove it: weights are divided by `parallelism`"),
        new("GRADIENT_*", "", "is for training", "remove it: there are no gradients in serving"),
        new("ZERO_STAGE", "", "is for training", "remove it: weights are divided by `parallelism`"),
        new("CUDA_DEVICE_MAX_CONNECTIONS", "1", "is Megatron's advice for training", "remove it"),
        new("WORLD_SIZE", "", "is set by the engine for each rank", "remove it: state `parallelism`"),
        new("RANK", "", "is set by the engine for each rank", "remove it: state `parallelism`"),
        new("LOCAL_RANK", "", "is set by the engine for each rank", "remove it: state `parallelism`"),
    ];
}
