using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How the processors choose their clock.</summary>
internal enum CpuGovernorKind
{
    Performance,
    Schedutil,
    Powersave,
}

/// <summary>The engine as a service of the node itself, without containers.</summary>
internal sealed record SystemdSection
{
    private static readonly ImmutableArray<Choice<CpuGovernorKind>> Governors =
    [
        new("performance", CpuGovernorKind.Performance, "the highest clock at all times"),
        new("schedutil", CpuGovernorKind.Schedutil, "by scheduler load"),
        new("powersave", CpuGovernorKind.Powersave, "the lowest clock; by load with intel_pstate"),
    ];

    public string? Venv { get; init; }
    public string? User { get; init; }
    public bool? NumaBind { get; init; }
    public CpuGovernorKind? CpuGovernor { get; init; }
    public bool? Tuned { get; init; }

    public static Default<string> VenvDefault { get; } = new("/opt/deepseek/venv");
    public static Default<string> UserDefault { get; } = new("deepseek");
    public static Default<CpuGovernorKind> CpuGovernorDefault { get; } = new(CpuGovernorKind.Performance);
    public static Default<bool> TunedDefault { get; } = new(false);

    public static SystemdSection Bind(SectionReader s) =>
        new()
        {
            Venv = s.Text(
                "venv",
                "Python virtual environment with the engine.",
                @default: VenvDefault,
                example: "/opt/vllm",
                pattern: @"^/[A-Za-z0-9._/-]*[A-Za-z0-9._-]$",
                meaning: "an absolute path of letters, digits, `.`, `_`, `-` and `/`"
            ),
            User = s.Text(
                "user",
                "System user that the engine runs as, created by sysusers.d.",
                @default: UserDefault,
                example: "deepseek",
                pattern: "^[a-z_][a-z0-9_-]{0,30}$",
                meaning: "a lower-case user name"
            ),
            NumaBind = s.Boolean(
                "numa_bind",
                "Binds each rank to the CPUs and memory nearest its GPU.",
                @default: Default.Rule("true with several NUMA nodes")
            ),
            CpuGovernor = s.Choice(
                "cpu_governor",
                "CPU frequency governor.",
                Governors,
                @default: CpuGovernorDefault,
                example: "performance"
            ),
            Tuned = s.Boolean(
                "tuned",
                "Uses a tuned profile for CPU frequency, huge pages and kernel parameters instead of generated units.",
                @default: TunedDefault,
                example: "false"
            ),
        };
}
