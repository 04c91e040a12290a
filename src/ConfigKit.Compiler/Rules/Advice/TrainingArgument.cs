using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Advice;

/// <summary>An argument of a training program.</summary>
internal static class TrainingArgument
{
    private const string NoGradients = "remove it; serving has no gradients";

    public static readonly DiagnosticDescriptor Fault = new("CK7020", "Training argument", Severity.Error)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "Arguments of training programs in `serving.extra_args`: gradient checkpointing and accumulation, DeepSpeed's "
                + "ZeRO, FSDP, GPipe stages, micro-batches, checkpoints.",
            Why =
                "No serving engine has them, so it ends at its start with \"unrecognized arguments\". They save memory of gradients "
                + "and optimizer states, which serving doesn't have.",
            Fix = "Remove the argument; weights are divided by `parallelism.tensor` and `parallelism.pipeline`.",
            References = [SourceLinks.Vllm("vllm/engine/arg_utils.py")],
        },
        Bad = Examples.R1OnH200 + "  extra_args: [\"--gradient-checkpointing\"]\n",
        Good = Examples.R1OnH200 + "  enforce_eager: true\n",
    };

    private static readonly ImmutableArray<Advice> Table =
    [
        new("gradient-*", "", "is a training argument", NoGradients),
        new("activation-checkpointing", "", "is a training argument", NoGradients),
        new("recompute-activations", "", "is a training argument", NoGradients),
        new("deepspeed*", "", "is a training argument", "set `parallelism.tensor` and `parallelism.pipeline` to divide the weights"),
        new("zero-*", "", "is a DeepSpeed training argument", "set `parallelism.tensor` and `parallelism.pipeline` to divide the weights"),
        new("fsdp*", "", "is a training argument", "set `parallelism.tensor` and `parallelism.pipeline` to divide the weights"),
        new("gpipe*", "", "is a training argument", "set `parallelism.pipeline`"),
        new("pipeline-stages", "", "is a training argument", "set `parallelism.pipeline`"),
        new("num-stages", "", "is a training argument", "set `parallelism.pipeline`"),
        new("micro-batch-size", "", "is a training argument", "set `serving.max_num_batched_tokens`"),
        new("num-micro-batches", "", "is a training argument", "remove it; the engine fills its pipeline itself"),
        new("async-checkpoint*", "", "is a training argument", "remove it; serving writes no checkpoints"),
        new("save-steps", "", "is a training argument", "remove it; serving writes no checkpoints"),
        new("learning-rate", "", "is a training argument", "remove it"),
        new("optimizer", "", "is a training argument", "remove it"),
        new("bf16", "", "is a training argument", "set `model.precision: bf16`"),
        new("fp16", "", "is a training argument", "set `model.precision: fp16`"),
    ];

    /// <summary>What is to be said of an argument; null for one that is not of training.</summary>
    public static Advice? AdviceOn(string argument) =>
        EngineFlags.IsFlag(argument) ? Advice.Find(Table, EngineFlags.NameOf(argument).TrimStart('-').Replace('_', '-')) : null;
}
