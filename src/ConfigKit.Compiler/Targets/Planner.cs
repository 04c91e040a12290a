using System.Collections.Immutable;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;
using ConfigKit.Targets.Nccl;

namespace ConfigKit.Targets;

/// <summary>Decides what every target builds on: names, image, command, environment, ports, times.</summary>
internal static class Planner
{
    /// <summary>The estimated load time is the least that the storage's stated bandwidth allows.</summary>
    private const int LoadTimesToStart = 2;

    /// <summary>Folder of ModelScope's client (modelscope/hub/utils/utils.py, get_cache_dir).</summary>
    public const string ModelScopeCache = "MODELSCOPE_CACHE";

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

    public static DeploymentPlan Plan(Deployment d, Estimate e) =>
        new()
        {
            Deployment = d,
            Estimate = e,
            Name = d.Name,
            ServedName = d.ServedName,
            BaseImage = d.Container.BaseImage,
            Image = d.Container.Image,
            ModelArgument = d.ModelArgument,
            User = d.Container.User,
            Port = d.Serving.Port,
            ShmBytes = d.Container.ShmBytes + (d.Container.ShmBytes.IsStated ? 0 : e.Host.SharedBytes),
            Environment = Environment(d),
            Secrets = Secrets(d),
            Command = EngineCommand.Of(d, e, d.ModelArgument, d.ServedName),
            StartupTimeout = TimeSpan.FromTicks(Math.Max(ShortestStart.Ticks, e.LoadTime.Ticks * LoadTimesToStart)),
            DrainTimeout = d.Rollout.DrainTimeout,
            Replicas = d.Replicas.AtStart,
            HealthPath = d.Engine.Engine.HealthPath,
            ReadyPath = d.Security.ApiKey is null ? d.Engine.Engine.ReadyPath : d.Engine.Engine.HealthPath,
            Cluster = ClusterPlanner.Plan(d, e),
        };

    /// <summary>What the engine needs, what the topology needs, then what the user states, which wins; in order of name.</summary>
    private static ImmutableArray<EnvironmentVariable> Environment(Deployment d)
    {
        var all = new SortedDictionary<string, EnvironmentVariable>(StringComparer.Ordinal);
        foreach (var variable in Engine(d).Concat(CommunicationEnvironment.Of(d)).Concat(Tracing.Variables(d)))
        {
            all[variable.Name] = variable;
        }

        foreach (var (variable, value) in d.Serving.Environment)
        {
            all[variable] = new(variable, value, "serving.env", IsCommunication(variable));
        }

        return [.. all.Values];
    }

    private static bool IsCommunication(string name) => CommunicationPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));

    private static IEnumerable<EnvironmentVariable> Engine(Deployment d)
    {
        yield return Variable("HF_HOME", ModelSource.Folder, "where checkpoints are cached");
        if (d.Source.Path is not null)
        {
            yield return Variable("HF_HUB_OFFLINE", "1", "the weights lie in model.path");
        }
        else if (d.Source.IsModelScope)
        {
            yield return Variable(ModelScopeCache, ModelSource.Folder, "where checkpoints are cached");
        }
        else if (d.Source.HubEndpoint is { } mirror)
        {
            yield return Variable("HF_ENDPOINT", mirror, "model.hub");
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
        (string Variable, string? Reference)[] stated = [(key, d.Security.ApiKey), ("HF_TOKEN", d.Security.HuggingFaceToken)];
        return [.. stated.Where(s => s.Reference is not null).Select(s => Parse(s.Variable, s.Reference ?? ""))];
    }

    /// <summary>${env:NAME} or ${file:/path}; the binder has checked the form.</summary>
    private static SecretReference Parse(string variable, string reference)
    {
        var inner = reference[2..^1];
        return new(variable, inner.StartsWith("file:", StringComparison.Ordinal), inner[(inner.IndexOf(':') + 1)..]);
    }
}
