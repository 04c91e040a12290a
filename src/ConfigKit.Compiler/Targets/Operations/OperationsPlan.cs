using System.Collections.Immutable;
using ConfigKit.Estimation;

namespace ConfigKit.Targets.Operations;

/// <summary>What those who run the deployment need, all decided.</summary>
internal sealed record OperationsPlan
{
    public required DeploymentPlan Deployment { get; init; }

    /// <summary>Where the engine answers on its node.</summary>
    public required string Url { get; init; }

    /// <summary>The benchmark without address and place of its results.</summary>
    public required ImmutableArray<string> Serve { get; init; }

    /// <summary>Whether the benchmark writes into a folder rather than a file.</summary>
    public required bool WritesFolder { get; init; }

    /// <summary>Programs of nccl-tests that do what the layout does.</summary>
    public required ImmutableArray<string> Collectives { get; init; }

    /// <summary>Largest message of a step in MiB, rounded up to a power of two.</summary>
    public required long LargestMib { get; init; }

    /// <summary>Scenarios of MLPerf's reference that the engine can run; empty for other models.</summary>
    public required ImmutableArray<string> MlperfModes { get; init; }

    public required long CaptureSeconds { get; init; }

    /// <summary>Degrees Celsius.</summary>
    public required int Warning { get; init; }

    public required int Critical { get; init; }

    /// <summary>The stated workload; null without rate and lengths.</summary>
    public required QueueLoad? Load { get; init; }

    public required HostTopology Topology { get; init; }
}
