using System.Collections.Immutable;
using ConfigKit.Targets.Sysctl;

namespace ConfigKit.Targets.Systemd;

/// <summary>The engine as a service of the node, all decided.</summary>
internal sealed record SystemdPlan
{
    public required DeploymentPlan Deployment { get; init; }
    public required HostPlan Host { get; init; }
    public required string Venv { get; init; }
    public required string User { get; init; }

    /// <summary>Folder of the model cache on the node.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>The command; a shell in it fills in what is known only at the start.</summary>
    public required ImmutableArray<string> Start { get; init; }

    /// <summary>Ends with 0 once the engine answers, with 1 when it has died.</summary>
    public required ImmutableArray<string> Ready { get; init; }

    /// <summary>NAME=value, in order of name.</summary>
    public required ImmutableArray<string> Environment { get; init; }

    /// <summary>Units that set the node up.</summary>
    public required OwnUnits Own { get; init; }

    /// <summary>Units that must run before, our own last.</summary>
    public required ImmutableArray<string> After { get; init; }

    /// <summary>Device files that the engine may open.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    public required TimeSpan StopTimeout { get; init; }

    /// <summary>Within this time three failed starts are enough.</summary>
    public required TimeSpan StartLimit { get; init; }

    public required HostTopology Topology { get; init; }

    /// <summary>Whether the engine binds each rank by itself, through numactl.</summary>
    public required bool BindsRanks { get; init; }

    /// <summary>Whether the whole service is bound to the one NUMA node of its GPUs.</summary>
    public required bool BindsService { get; init; }

    public required string Governor { get; init; }
    public required bool UsesTuned { get; init; }

    /// <summary>1 GiB pages of each NUMA node; 0 for none.</summary>
    public required int Hugepages1Gi { get; init; }

    /// <summary>Whether GPUs start transfers of the NIC themselves (IBGDA), which takes options of the driver.</summary>
    public required bool NeedsDriverOptions { get; init; }
}

/// <summary>Which units set the node up before the engine starts; it pulls them in.</summary>
/// <param name="Governor">Clock of the processors; tuned does it too.</param>
/// <param name="Hugepages">Huge pages; tuned does all but those of 1 GiB.</param>
/// <param name="Bridges">PCIe bridges that pass traffic between GPUs and NICs on (no access control services).</param>
internal sealed record OwnUnits(bool Governor, bool Hugepages, bool Bridges)
{
    public IEnumerable<string> Names =>
        from unit in ((bool IsWritten, string Name)[])
            [(Governor, "deepseek-governor.service"), (Hugepages, "deepseek-hugepages.service"), (Bridges, "deepseek-bridges.service")]
        where unit.IsWritten
        select unit.Name;
}
