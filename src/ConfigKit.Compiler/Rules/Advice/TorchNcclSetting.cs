using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>A variable of PyTorch's NCCL group that hides faults or has another name now.</summary>
internal static class TorchNcclSetting
{
    private const string TimeLimit = "remove it; the time limit is `serving.distributed_timeout`";

    public static readonly DiagnosticDescriptor Fault = new(
        "CK7022",
        "PyTorch NCCL setting that is outdated or hides faults",
        Severity.Warning
    )
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "PyTorch's watchdog ends a rank whose collective operation does not finish. `TORCH_NCCL_BLOCKING_WAIT` turns it off "
                + "and holds the processor instead, `TORCH_NCCL_ASYNC_ERROR_HANDLING=0` lets ranks hang for ever. The time limit "
                + "itself is an argument of the engines, not a variable: `serving.distributed_timeout`. The flight recorder's "
                + "variables have new names (PyTorch 2.2 and later).",
        },
        Bad = Examples.R1OnH200 + "  env: {TORCH_NCCL_BLOCKING_WAIT: \"1\"}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  distributed_timeout: 30m\n",
    };

    public static readonly ImmutableArray<Advice> Table =
    [
        new("TORCH_NCCL_BLOCKING_WAIT", "1", "turns the watchdog off", TimeLimit),
        new("TORCH_NCCL_BLOCKING_WAIT", "true", "turns the watchdog off", TimeLimit),
        new("TORCH_NCCL_ASYNC_ERROR_HANDLING", "0", "lets ranks hang when one is lost", "remove it; 3 is the default"),
        new("TORCH_NCCL_ENABLE_MONITORING", "0", "lets a stuck watchdog go unnoticed", "remove it; 1 is the default"),
        new("TORCH_NCCL_TIMEOUT*", "", "is not read by PyTorch", TimeLimit),
        new("TORCH_NCCL_TRACE_BUFFER_SIZE", "", "has a new name", "write `TORCH_FR_BUFFER_SIZE`"),
        new("TORCH_NCCL_DEBUG_INFO_TEMP_FILE", "", "has a new name", "write `TORCH_FR_DUMP_TEMP_FILE`"),
    ];
}
