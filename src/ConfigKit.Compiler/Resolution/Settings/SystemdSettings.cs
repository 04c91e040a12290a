using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The engine as a service of the node itself, without containers.</summary>
internal sealed record SystemdSettings
{
    /// <summary>Folder of the Python environment that holds the engine.</summary>
    public required Setting<string> Venv { get; init; }

    /// <summary>Name of the user that the engine runs as.</summary>
    public required Setting<string> User { get; init; }

    /// <summary>Whether ranks are bound to the NUMA node of their GPU.</summary>
    public required Setting<bool> NumaBind { get; init; }

    public required Setting<CpuGovernorKind> CpuGovernor { get; init; }

    /// <summary>Whether TuneD, rather than units of our own, sets the node.</summary>
    public required Setting<bool> Tuned { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">Null without the section.</param>
    /// <param name="numaNodes">NUMA nodes of a node.</param>
    public static SystemdSettings Resolve(Decisions decided, SystemdSection? stated, int numaNodes) =>
        new()
        {
            Venv = decided.Of("systemd.venv", stated?.Venv, SystemdSection.VenvDefault, "the usual folder unless stated"),
            User = decided.Of("systemd.user", stated?.User, SystemdSection.UserDefault, "a user of its own"),
            NumaBind = decided.Of(
                "systemd.numa_bind",
                stated?.NumaBind,
                numaNodes > 1,
                numaNodes > 1 ? "there are several NUMA nodes" : "there is one NUMA node"
            ),
            CpuGovernor = decided.Of(
                "systemd.cpu_governor",
                stated?.CpuGovernor,
                SystemdSection.CpuGovernorDefault,
                "the engine's threads wait on one core"
            ),
            Tuned = decided.Of("systemd.tuned", stated?.Tuned, SystemdSection.TunedDefault, "off by default"),
        };
}
