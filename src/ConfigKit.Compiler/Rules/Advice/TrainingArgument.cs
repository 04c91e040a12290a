using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Advice;

/// <summary>An argument of a training program.</summary>
internal static class TrainingArgument
{
    private const string NoGradients = "there are no gradients in serving: remove it";

    public static readonly DiagnosticDescriptor Fault = new("CK7020", "Training argument", Severity.Error)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "Guides mix training with serving. Gradient checkpointing, accumulation, DeepSpeed's ZeRO and FSDP save memory of "
                + "gradients and optimizer states, which serving does not have; GPipe's stages and micro-batches are "
                + "`parallelism.pipeline`; checkpoints are written by training alone. No serving engine has such an argument, so it "
                + "would end at its start.",
        },
        Bad = Examples.R1OnH200 + "  extra_args: [\"--gradient-checkpointing\"]\n",
        Good = Examples.R1OnH200 + "  enforce_eager: true\n",
    };

    private static readonly ImmutableArray<Advice> Table =
    [
        new("gradient-*", "", "belongs to training", NoGradients),
        new("activation-checkpointing", "", "belongs to training", NoGradients),
        new("recompute-activations", "", "belongs to training", NoGradients),
        new("deepspeed*", "", "belongs to training", "weights are divided by `parallelism.tensor` and `parallelism.pipeline`"),
        new("zero-*", "", "is DeepSpeed's, for training", "weights are divided by `parallelism.tensor` and `parallelism.pipeline`"),
        new("fsdp*", "", "belongs to training", "weights are divided by `parallelism.tensor` and `parallelism.pipeline`"),
        new("gpipe*", "", "belongs to training", "set `parallelism.pipeline`"),
        new("pipeline-stages", "", "belongs to training", "set `parallelism.pipeline`"),
        new("num-stages", "", "belongs to training", "set `parallelism.pipeline`"),
        new("micro-batch-size", "", "belongs to training", "set `serving.max_num_batched_tokens`"),
        new("num-micro-batches", "", "belongs to training", "the engine fills its pipeline by itself: remove it"),
        new("async-checkpoint*", "", "belongs to training", "serving writes no checkpoints: remove it"),
        new("save-steps", "", "belongs to training", "serving writes no checkpoints: remove it"),
        new("learning-rate", "", "belongs to training", "remove it"),
        new("optimizer", "", "belongs to training", "remove it"),
        new("bf16", "", "is a trainer's", "set `model.precision: bf16`"),
        new("fp16", "", "is a trainer's", "set `model.precision: fp16`"),
    ];

    /// <summary>What is to be said of an argument; null for one that is not of training.</summary>
    public static Advice? AdviceOn(string argument) =>
        EngineFlags.IsFlag(argument) ? Advice.Find(Table, EngineFlags.NameOf(argument).TrimStart('-').Replace('_', '-')) : null;
}
