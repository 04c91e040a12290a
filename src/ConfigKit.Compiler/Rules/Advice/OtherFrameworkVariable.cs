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
            Checks = "Variables of TensorFlow, Keras, JAX, XLA, MXNet and Theano.",
            Why =
                "The engines run on PyTorch and don't read them: `TF_FORCE_GPU_ALLOW_GROWTH` doesn't make vLLM allocate memory "
                + "gradually; `gpu_memory_utilization` bounds it.",
            Fix = "Remove the variable.",
            References = [SourceLinks.TorchCuda],
        },
        Bad = Examples.R1OnH200 + "  env: {TF_FORCE_GPU_ALLOW_GROWTH: \"true\"}\n",
        Good = Examples.R1OnH200 + "  gpu_memory_utilization: 0.9\n",
    };

    private const string Remove = "remove it; the engine runs on PyTorch";

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
