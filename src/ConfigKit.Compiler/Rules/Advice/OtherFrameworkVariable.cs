using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>A variable of a framework that no engine here uses.</summary>
internal static class OtherFrameworkVariable
{
    public static readonly DiagnosticDescriptor Fault = new("CK7027", "Variable of another framework", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "The engines run on PyTorch. Variables of TensorFlow, JAX, XLA, MXNet and Theano are not read: "
                + "`TF_FORCE_GPU_ALLOW_GROWTH` does not make vLLM take its memory bit by bit, which is what `gpu_memory_utilization` "
                + "bounds.",
        },
        Bad = Examples.R1OnH200 + "  env: {TF_FORCE_GPU_ALLOW_GROWTH: \"true\"}\n",
        Good = Examples.R1OnH200 + "  gpu_memory_utilization: 0.9\n",
    };

    private const string Remove = "remove it: the engine runs on PyTorch";

    public static readonly ImmutableArray<Advice> Table =
    [
        new(
            "TF_FORCE_GPU_ALLOW_GROWTH",
            "",
            "is TensorFlow's",
            "remove it; the engine's share of memory is `serving.gpu_memory_utilization`, `mem_fraction_static` or "
                + "`free_gpu_memory_fraction`"
        ),
        new("TF_*", "", "is TensorFlow's", Remove),
        new("KERAS_*", "", "is Keras's", Remove),
        new("XLA_*", "", "is XLA's", Remove),
        new("JAX_*", "", "is JAX's", Remove),
        new("MXNET_*", "", "is MXNet's", Remove),
        new("THEANO_*", "", "is Theano's", Remove),
    ];
}
