using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>A variable for finding faults that costs much of the speed.</summary>
internal static class DebugVariable
{
    private const string Remove = "remove it once the fault is found";

    public static readonly DiagnosticDescriptor Fault = new("CK7024", "Debugging variable in production", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "`CUDA_LAUNCH_BLOCKING=1` makes the processor wait for each kernel, so that nothing overlaps; "
                + "`TORCH_DISTRIBUTED_DEBUG=DETAIL` compares each collective operation between ranks; tracing of functions writes a "
                + "line for each call. They find faults and do not belong into production.",
        },
        Bad = Examples.R1OnH200 + "  env: {CUDA_LAUNCH_BLOCKING: \"1\"}\n",
        Good = Examples.R1OnH200 + "  env: {CUDA_LAUNCH_BLOCKING: \"0\"}\n",
    };

    public static readonly ImmutableArray<Advice> Table =
    [
        new("CUDA_LAUNCH_BLOCKING", "1", "waits for each kernel", Remove),
        new("TORCH_DISTRIBUTED_DEBUG", "DETAIL", "compares each collective operation between ranks", Remove),
        new("TORCH_USE_CUDA_DSA", "1", "works only in debug builds of PyTorch", Remove),
        new("TORCH_CPP_LOG_LEVEL", "INFO", "writes a line for each operation", Remove),
        new("VLLM_TRACE_FUNCTION", "1", "writes a line for each call", Remove),
        new("CUDA_ENABLE_COREDUMP_ON_EXCEPTION", "1", "writes the GPU's memory to disk when a kernel fails", Remove),
    ];
}
