using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Rendering;
using ConfigKit.Targets.Sysctl;
using Scriban.Runtime;

namespace ConfigKit.Targets.Systemd;

/// <summary>The units of a node where their templates look for them.</summary>
internal sealed record SystemdPage(SystemdView Systemd, HostView Host) : View
{
    public override ScriptObject ToScript() => new() { ["systemd"] = Systemd.ToScript(), ["host"] = Host.ToScript() };
}

/// <summary>The units of a node as templates see them. Lists are command lines or words, texts are single words.</summary>
internal sealed record SystemdView : View
{
    public required UnitText Description { get; init; }
    public required string User { get; init; }
    public required string ModelFolder { get; init; }
    public required bool WritesModels { get; init; }
    public required ImmutableArray<string> Start { get; init; }
    public required ImmutableArray<string> Ready { get; init; }
    public required ImmutableArray<string> Environment { get; init; }
    public required UnitText After { get; init; }
    public required ImmutableArray<string> Devices { get; init; }
    public required long StopSeconds { get; init; }
    public required long StartLimitSeconds { get; init; }

    /// <summary>How ProtectHome is set.</summary>
    public required string Home { get; init; }

    public required ImmutableArray<GpuRowView> Gpus { get; init; }
    public required bool IsStated { get; init; }
    public required bool BindsRanks { get; init; }
    public required int NumaNode { get; init; }
    public required bool HasEnvSecrets { get; init; }
    public required string Governor { get; init; }
    public required bool UsesTuned { get; init; }

    /// <summary>Pages of 1 GiB of each NUMA node.</summary>
    public required int Hugepages1Gi { get; init; }

    public static SystemdView Of(SystemdPlan s)
    {
        var (p, d) = (s.Deployment, s.Deployment.Deployment);
        return new SystemdView
        {
            Description = new UnitText($"{d.Engine.Title} {d.Engine.VersionText} serving {d.Model.Id}"),
            User = s.User,
            ModelFolder = s.ModelFolder,
            WritesModels = d.Source.Path is null,
            Start = s.Start,
            Ready = s.Ready,
            Environment = s.Environment,
            After = new UnitText(string.Join(' ', s.After)),
            Devices = s.Devices,
            StopSeconds = Amount.Seconds(s.StopTimeout),
            StartLimitSeconds = Amount.Seconds(s.StartLimit),
            Home = IsBelowHome(s.Venv) || IsBelowHome(s.ModelFolder) ? "read-only" : "yes",
            Gpus = [.. s.Topology.Gpus.Select((gpu, rank) => new GpuRowView(RowOf(gpu, rank)))],
            IsStated = s.Topology.IsStated,
            BindsRanks = s.BindsRanks,
            NumaNode = s.Topology.Gpus[0].Numa,
            HasEnvSecrets = p.Secrets.Any(x => !x.IsFile),
            Governor = s.Governor,
            UsesTuned = s.UsesTuned,
            Hugepages1Gi = s.Hugepages1Gi,
        };
    }

    private static bool IsBelowHome(string path) => path.StartsWith("/home/", StringComparison.Ordinal);

    private static Comment RowOf(GpuPlace gpu, int rank) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{rank, 4}  {gpu.Index, 3}  {gpu.Numa, 9}  {gpu.Nic}").TrimEnd());

    public override ScriptObject ToScript() =>
        new()
        {
            ["description"] = Description,
            ["user"] = User,
            ["model_folder"] = ModelFolder,
            ["writes_models"] = WritesModels,
            ["start"] = List(Start),
            ["ready"] = List(Ready),
            ["environment"] = List(Environment),
            ["after"] = After,
            ["devices"] = List(Devices),
            ["stop_seconds"] = StopSeconds,
            ["start_limit_seconds"] = StartLimitSeconds,
            ["home"] = Home,
            ["gpus"] = List(Gpus),
            ["is_stated"] = IsStated,
            ["binds_ranks"] = BindsRanks,
            ["numa_node"] = NumaNode,
            ["has_env_secrets"] = HasEnvSecrets,
            ["governor"] = Governor,
            ["uses_tuned"] = UsesTuned,
            ["hugepages_1gi"] = Hugepages1Gi,
        };
}

/// <summary>A rank's GPU, its NUMA node and network device, as a row of a table.</summary>
internal sealed record GpuRowView(Comment Row) : View
{
    public override ScriptObject ToScript() => new() { ["row"] = Row };
}
