using System.Collections.Immutable;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Planning;

/// <summary>All that the emitters need, each value decided once.</summary>
internal sealed record DeploymentPlan
{
    public required Deployment Deployment { get; init; }
    public required Estimate Estimate { get; init; }

    /// <summary>What to write, in order of the enumeration.</summary>
    public required ImmutableArray<TargetKind> Targets { get; init; }

    /// <summary>Name of the objects: a DNS label of at most 52 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Name under which clients ask for the model.</summary>
    public required string ServedName { get; init; }

    /// <summary>The engine image that the Dockerfile builds on, with tag or digest.</summary>
    public required string BaseImage { get; init; }

    /// <summary>The built image, with tag or digest.</summary>
    public required string Image { get; init; }

    /// <summary>Folder inside the container that holds the model cache.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>Numeric user and group id.</summary>
    public required int User { get; init; }

    public required int Port { get; init; }
    public required long ShmBytes { get; init; }

    /// <summary>Engine and communication variables, in order of name, without secrets.</summary>
    public required ImmutableArray<EnvironmentVariable> Environment { get; init; }

    /// <summary>Variables whose values are secrets, by reference.</summary>
    public required ImmutableArray<SecretReference> Secrets { get; init; }

    /// <summary>How long the engine may take from start to ready: twice the estimated load time, at least 30 minutes.</summary>
    public required TimeSpan StartupTimeout { get; init; }

    /// <summary>How long running requests may finish.</summary>
    public required TimeSpan DrainTimeout { get; init; }

    /// <summary>Replicas of the whole deployment.</summary>
    public required int Replicas { get; init; }

    /// <summary>Path that says whether the engine is alive.</summary>
    public required string HealthPath { get; init; }

    /// <summary>Path that says whether the engine serves the model.</summary>
    public required string ReadyPath { get; init; }

    public required HostPlan Host { get; init; }
}

/// <summary>One variable and why it is set.</summary>
/// <param name="IsCommunication">Whether it belongs to NCCL, GLOO, UCX or NVSHMEM, and so to the nccl target.</param>
internal sealed record EnvironmentVariable(string Name, string Value, string Comment, bool IsCommunication);

/// <summary>A variable filled from elsewhere.</summary>
/// <param name="Variable">Name in the engine's environment.</param>
/// <param name="Kind">env or file.</param>
/// <param name="Source">The variable or file that holds the secret.</param>
internal sealed record SecretReference(string Variable, string Kind, string Source);

/// <summary>Host settings, all decided.</summary>
internal sealed record HostPlan
{
    /// <summary>Kernel parameters in the order that the file shows them, each with its reason.</summary>
    public required ImmutableArray<(string Key, string Value, string Comment)> Sysctl { get; init; }

    public required string TransparentHugepages { get; init; }

    /// <summary>KiB, or "unlimited".</summary>
    public required string Memlock { get; init; }

    public required int Hugepages1Gi { get; init; }
}
