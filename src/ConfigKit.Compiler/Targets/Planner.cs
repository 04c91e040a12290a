using System.Collections.Immutable;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Targets.Nccl;

namespace ConfigKit.Targets;

/// <summary>Decides what every target builds on: names, image, command, environment, ports, times.</summary>
internal static class Planner
{
    private const int LongestName = 52;

    /// <summary>The estimated load time is the least that the storage's stated bandwidth allows.</summary>
    private const int LoadTimesToStart = 2;

    private static readonly TimeSpan ShortestStart = TimeSpan.FromMinutes(30);

    private static readonly ImmutableArray<string> CommunicationPrefixes =
    [
        "NCCL_",
        "TORCH_NCCL_",
        "GLOO_",
        "UCX_",
        "NVSHMEM_",
        "MC_",
        "RCCL_",
    ];

    public static DeploymentPlan Plan(Deployment d, Estimate e)
    {
        var config = d.Config;
        var served = config.Model.ServedName ?? d.Model.Id;
        var name = config.Kubernetes.Name ?? Label(served);
        var model = config.Model.Path ?? d.Model.Id;
        var shm = config.Container.ShmSize ?? ContainerSection.ShmSizeDefault;
        return new DeploymentPlan
        {
            Deployment = d,
            Estimate = e,
            Name = name,
            ServedName = served,
            BaseImage = config.Container.BaseImage ?? d.Engine.ImageFor(d.Gpu.Vendor),
            Image = config.Container.Image ?? $"{name}:{d.Engine.VersionText}",
            ModelArgument = model,
            User = config.Container.User ?? ContainerSection.UserDefault,
            Port = d.Serving.Port,
            ShmBytes = shm,
            Environment = Environment(d, name),
            Secrets = Secrets(d),
            Command = EngineCommand.Of(d, e, model, served),
            StartupTimeout = TimeSpan.FromTicks(Math.Max(ShortestStart.Ticks, e.LoadTime.Ticks * LoadTimesToStart)),
            DrainTimeout = config.Rollout.DrainTimeout ?? RolloutSection.DrainTimeoutDefault,
            Replicas = ReplicaCount.AtStart(config),
            HealthPath = d.Engine.Engine.HealthPath,
            ReadyPath = config.Security.ApiKey is null ? d.Engine.Engine.ReadyPath : d.Engine.Engine.HealthPath,
            Cluster = ClusterPlanner.Plan(d, e, name, shm),
        };
    }

    /// <summary>A DNS label: what comes after the organisation, in lower case, other characters turned to hyphens.</summary>
    private static string Label(string name)
    {
        var bare = name[(name.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var label = new string([.. bare.Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')]).Trim('-');
        label = label.Length == 0 || !char.IsAsciiLetterLower(label[0]) ? "model-" + label : label;
        return label[..Math.Min(label.Length, LongestName)].TrimEnd('-');
    }

    /// <summary>What the engine needs, what the topology needs, then what the user states, which wins; in order of name.</summary>
    private static ImmutableArray<EnvironmentVariable> Environment(Deployment d, string name)
    {
        var all = new SortedDictionary<string, EnvironmentVariable>(StringComparer.Ordinal);
        foreach (var variable in Engine(d).Concat(CommunicationEnvironment.Of(d)).Concat(Tracing.Variables(d, name)))
        {
            all[variable.Name] = variable;
        }

        foreach (var (variable, value) in d.Config.Serving.Env)
        {
            all[variable] = new(variable, value, "serving.env", IsCommunication(variable));
        }

        return [.. all.Values];
    }

    private static bool IsCommunication(string name) => CommunicationPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));

    private static IEnumerable<EnvironmentVariable> Engine(Deployment d)
    {
        yield return Variable("HF_HOME", Defaults.ModelFolder, "where checkpoints are cached");
        if (d.Config.Model.Path is not null)
        {
            yield return Variable("HF_HUB_OFFLINE", "1", "the weights lie in model.path");
        }

        foreach (var (variable, value, key) in d.Engine.Engine.Settings.Variables(LaunchSettings.Of(d)))
        {
            yield return Variable(variable, value, key);
        }

        static EnvironmentVariable Variable(string name, string value, string comment) => new(name, value, comment, IsCommunication: false);
    }

    private static ImmutableArray<SecretReference> Secrets(Deployment d)
    {
        var key = d.Engine.Engine.KeyVariable;
        (string Variable, string? Reference)[] stated = [(key, d.Config.Security.ApiKey), ("HF_TOKEN", d.Config.Security.HuggingFaceToken)];
        return [.. stated.Where(s => s.Reference is not null).Select(s => Parse(s.Variable, s.Reference ?? ""))];
    }

    /// <summary>${env:NAME} or ${file:/path}; the binder has checked the form.</summary>
    private static SecretReference Parse(string variable, string reference)
    {
        var inner = reference[2..^1];
        return new(variable, inner.StartsWith("file:", StringComparison.Ordinal), inner[(inner.IndexOf(':') + 1)..]);
    }
}
