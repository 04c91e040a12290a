using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>A variable for finding faults that costs much of the speed.</summary>
internal static class DebugVariable
{
    private const string Remove = "remove it once the problem is found";

    public static readonly DiagnosticDescriptor Fault = new("CK7024", "Debugging variable in production", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks = "Variables that help to find a fault at a high cost in speed.",
            Why =
                "`CUDA_LAUNCH_BLOCKING=1` makes the CPU wait for each kernel, so nothing overlaps; "
                + "`TORCH_DISTRIBUTED_DEBUG=DETAIL` compares every collective between ranks; function tracing writes a line per "
                + "call.",
            Fix = "Remove the variable once the fault is found.",
            References = [SourceLinks.TorchCuda],
        },
        Bad = Examples.R1OnH200 + "  env: {CUDA_LAUNCH_BLOCKING: \"1\"}\n",
        Good = Examples.R1OnH200 + "  env: {CUDA_LAUNCH_BLOCKING: \"0\"}\n",
    };

    public static readonly ImmutableArray<Advice> Table =
    [
        new("CUDA_LAUNCH_BLOCKING", "1", "makes the CPU wait for each kernel", Remove),
        new("TORCH_DISTRIBUTED_DEBUG", "DETAIL", "compares every collective between ranks", Remove),
        new("TORCH_USE_CUDA_DSA", "1", "works only in debug builds of PyTorch", Remove),
        new("TORCH_CPP_LOG_LEVEL", "INFO", "logs every operation", Remove),
        new("VLLM_TRACE_FUNCTION", "1", "logs every call", Remove),
        new("CUDA_ENABLE_COREDUMP_ON_EXCEPTION", "1", "dumps GPU memory to disk when a kernel fails", Remove),
    ];
}
