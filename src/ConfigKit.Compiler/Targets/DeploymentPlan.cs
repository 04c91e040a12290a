using System.Collections.Immutable;
using ConfigKit.Estimation;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>What every target builds on, each value decided once.</summary>
internal sealed record DeploymentPlan
{
    public required Deployment Deployment { get; init; }
    public required Estimate Estimate { get; init; }

    /// <summary>Name of the objects: a DNS label of at most 52 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Name under which clients ask for the model.</summary>
    public required string ServedName { get; init; }

    /// <summary>The engine image that the Dockerfile builds on, with tag or digest.</summary>
    public required string BaseImage { get; init; }

    /// <summary>The built image, with tag or digest.</summary>
    public required string Image { get; init; }

    /// <summary>What the engine is told to load: a model id, or a folder in the container.</summary>
    public required string ModelArgument { get; init; }

    /// <summary>Numeric user and group id.</summary>
    public required int User { get; init; }

    public required int Port { get; init; }

    /// <summary>Base address of the OpenAI-compatible API in the cluster.</summary>
    public string Endpoint => FormattableString.Invariant($"http://{Name}.{Cluster.Namespace}.svc:{Cluster.ServicePort}/v1");
    public required long ShmBytes { get; init; }

    /// <summary>Engine and communication variables, in order of name, without secrets.</summary>
    public required ImmutableArray<EnvironmentVariable> Environment { get; init; }

    /// <summary>Variables whose values are secrets, by reference.</summary>
    public required ImmutableArray<SecretReference> Secrets { get; init; }

    public required EngineCommand Command { get; init; }

    /// <summary>How long the engine may take from start to ready: twice the estimated load time, at least 30 minutes.</summary>
    public required TimeSpan StartupTimeout { get; init; }

    /// <summary>How long running requests may finish.</summary>
    public required TimeSpan DrainTimeout { get; init; }

    /// <summary>Replicas of the whole deployment.</summary>
    public required int Replicas { get; init; }

    /// <summary>Path that says whether the engine is alive.</summary>
    public required string HealthPath { get; init; }

    /// <summary>Path that says whether the engine serves the model; the health path where the other asks for a key.</summary>
    public required string ReadyPath { get; init; }

    public required ClusterPlan Cluster { get; init; }
}

/// <summary>One variable and why it is set.</summary>
/// <param name="IsCommunication">Whether it belongs to NCCL, GLOO, UCX or NVSHMEM, and so to the nccl target.</param>
internal sealed record EnvironmentVariable(string Name, string Value, string Comment, bool IsCommunication);

/// <summary>A variable filled from elsewhere.</summary>
/// <param name="Variable">Name in the engine's environment.</param>
/// <param name="IsFile">Whether the secret is in a file rather than in a variable.</param>
/// <param name="Source">The variable or file that holds the secret.</param>
internal sealed record SecretReference(string Variable, bool IsFile, string Source)
{
    /// <summary>Key in a Kubernetes Secret, and name of a Compose secret.</summary>
    public string Key => IsFile ? Source[(Source.LastIndexOf('/') + 1)..] : Source;
}
