using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>A variable of PyTorch's NCCL group that hides faults or has another name now.</summary>
internal static class TorchNcclSetting
{
    private const string TimeLimit = "remove it; the time limit is `serving.distributed_timeout`";

    public static readonly DiagnosticDescriptor Fault = new("CK7022", "Outdated or harmful PyTorch NCCL setting", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks = "Variables of PyTorch's NCCL process group that turn off its watchdog or were renamed in PyTorch 2.2 and later.",
            Why =
                "The watchdog ends a rank whose collective doesn't finish. `TORCH_NCCL_BLOCKING_WAIT` turns it off and blocks the "
                + "CPU instead; `TORCH_NCCL_ASYNC_ERROR_HANDLING=0` lets ranks hang forever, so no restart happens.",
            Fix = "Remove the variable. The time limit is an argument of the engines: `serving.distributed_timeout`.",
            References = [SourceLinks.TorchNccl],
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
