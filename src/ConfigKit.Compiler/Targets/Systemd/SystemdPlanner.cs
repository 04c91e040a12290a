using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;
using ConfigKit.Targets.Sysctl;

namespace ConfigKit.Targets.Systemd;

/// <summary>Decides what the units of a node need. The plan's container paths become those of the node.</summary>
internal static class SystemdPlanner
{
    private const int GpusOfSwitch = 8;

    /// <summary>Tries of a start that fit into the time in which three failures are enough.</summary>
    private const int StartsInLimit = 4;

    private static readonly TimeSpan TimeBeyondDrain = TimeSpan.FromSeconds(30);

    public static SystemdPlan Plan(DeploymentPlan p, HostPlan host)
    {
        var (d, settings) = (p.Deployment, p.Deployment.Systemd);
        var (venv, binds, tuned) = (settings.Venv, settings.NumaBind, settings.Tuned.Value);
        var folder = d.Node.StoragePath;
        var topology = HostTopology.Of(d);
        var isRdma = ClusterPlanner.NeedsLockedMemory(d);
        var pages = (host.Hugepages1Gi + topology.NumaNodes - 1) / topology.NumaNodes;
        var own = new OwnUnits(Governor: !tuned, Hugepages: !tuned || pages > 0, Bridges: isRdma && d.IsGpudirect);
        return new SystemdPlan
        {
            Deployment = p,
            Host = host,
            Venv = venv,
            User = settings.User,
            ModelFolder = folder,
            Start = Start(p, venv, folder, binds ? topology : null),
            Ready = Ready(p, venv),
            Environment = Environment(p, venv, folder),
            Own = own,
            After = [.. Services(d, isRdma && host.LoadsPeermem), .. own.Names],
            Devices = [.. Devices(d, isRdma)],
            StopTimeout = p.DrainTimeout + TimeBeyondDrain,
            StartLimit = p.StartupTimeout * StartsInLimit,
            Topology = topology,
            BindsRanks = binds && BindsItself(d),
            BindsService = binds && !BindsItself(d) && topology is { IsStated: true, IsOnOneNode: true },
            Governor = settings.CpuGovernor.Value.ToString().ToLowerInvariant(),
            UsesTuned = tuned,
            Hugepages1Gi = pages,
            NeedsDriverOptions = isRdma && d.IsGpudirect && d.Layout.Expert && d.Gpu.Vendor == GpuVendor.Nvidia,
        };
    }

    private static ImmutableArray<string> Start(DeploymentPlan p, string venv, string folder, HostTopology? bound)
    {
        var d = p.Deployment;
        var command = EngineCommand.Of(d, p.Estimate, FolderOnNode(p.ModelArgument, folder), p.ServedName);
        var local = command with
        {
            Ray = command.Ray.Length > 0 ? venv + "/bin/" + command.Ray : "",
            Program = [venv + "/bin/" + command.Program[0], .. command.Program[1..]],
            Arguments = [.. command.Arguments, .. OnNode(p, command.Arguments, bound)],
        };
        var start = local.Start(d.Engine.Engine, "\"$NODE_RANK\"", "\"$MASTER_ADDR\"", d.Nodes);
        var exports = string.Concat(
            p.Secrets.Where(s => s.IsFile).Select(s => $"{s.Variable}=\"$(cat \"$CREDENTIALS_DIRECTORY/{s.Key}\")\"; export {s.Variable}; ")
        );
        return exports.Length == 0 ? start : ["/bin/sh", "-c", exports + "exec \"$@\"", "sh", .. start];
    }

    /// <summary>How long it drains and to which NUMA nodes it binds, where it sees to that itself and the user has not said so.</summary>
    private static ImmutableArray<string> OnNode(DeploymentPlan p, ImmutableArray<string> arguments, HostTopology? bound)
    {
        var table = p.Deployment.Engine.Engine.Settings;
        var named = table.OnNode.Where(s => s.Notation.Forms.Any(f => Names(arguments, f.Flag))).Select(s => s.Key).ToList();
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!named.Contains("rollout.drain_timeout"))
        {
            settings["rollout.drain_timeout"] = Durations.Text(p.DrainTimeout);
        }

        if (bound is not null && !named.Contains("systemd.numa_bind") && !named.Contains("host.gpu_numa_nodes"))
        {
            settings["systemd.numa_bind"] = "true";
            if (bound.IsStated)
            {
                settings["host.gpu_numa_nodes"] = $"[{string.Join(", ", bound.Gpus.Select(g => g.Numa))}]";
            }
        }

        return table.WriteOnNode(LaunchSettings.Of(p.Deployment) with { Settings = settings.ToImmutable() });
    }

    private static bool BindsItself(Deployment d) => d.Engine.Takes("systemd.numa_bind");

    private static bool Names(ImmutableArray<string> arguments, string flag) => arguments.Any(a => EngineFlags.NameOf(a) == flag);

    /// <summary>Asks until the engine answers; gives up when it has died. Nodes other than the first have no server.</summary>
    private static ImmutableArray<string> Ready(DeploymentPlan p, string venv) =>
        [
            "/bin/sh",
            "-c",
            "[ \"${NODE_RANK:-0}\" = 0 ] || exit 0; "
                + "while kill -0 \"$MAINPID\" 2>/dev/null; do \"$@\" 2>/dev/null && exit 0; sleep 5; done; exit 1",
            "sh",
            venv + "/bin/python3",
            "-c",
            $"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{p.Port}{p.HealthPath}', timeout=5)",
        ];

    private static ImmutableArray<string> Environment(DeploymentPlan p, string venv, string folder)
    {
        var d = p.Deployment;
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = venv + "/bin:/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["PYTHONUNBUFFERED"] = "1",
        };
        foreach (var (name, value) in CacheFolders.Under("/var/cache/" + p.Name))
        {
            all[name] = value;
        }

        foreach (var variable in p.Environment)
        {
            all[variable.Name] = variable.Name == "HF_HOME" ? FolderOnNode(variable.Value, folder) : variable.Value;
        }

        if (!d.GpuIds.IsEmpty)
        {
            all.TryAdd(d.Gpu.Vendor == GpuVendor.Amd ? "HIP_VISIBLE_DEVICES" : "CUDA_VISIBLE_DEVICES", string.Join(',', d.GpuIds));
        }

        return [.. all.Select(v => $"{v.Key}={v.Value}")];
    }

    /// <summary>A folder of the container's model cache, as the node has it.</summary>
    private static string FolderOnNode(string path, string folder) =>
        path == ModelSource.Folder || path.StartsWith(ModelSource.Folder + "/", StringComparison.Ordinal)
            ? folder.TrimEnd('/') + path[ModelSource.Folder.Length..]
            : path;

    private static IEnumerable<string> Services(Deployment d, bool loadsPeermem)
    {
        yield return "network-online.target";
        if (d.Gpu.Vendor == GpuVendor.Nvidia)
        {
            yield return "nvidia-persistenced.service";
            if (d.IsLinked && d.GpusPerNode >= GpusOfSwitch)
            {
                yield return "nvidia-fabricmanager.service";
            }
        }

        if (loadsPeermem)
        {
            yield return "modprobe@nvidia_peermem.service";
        }
    }

    private static IEnumerable<string> Devices(Deployment d, bool isRdma)
    {
        string[] gpus = d.Gpu.Vendor == GpuVendor.Nvidia ? ["char-nvidia*"] : ["/dev/kfd", "char-drm"];
        return isRdma ? [.. gpus, "char-infiniband*", "/dev/infiniband/rdma_cm"] : gpus;
    }
}
