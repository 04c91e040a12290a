using System.Globalization;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Systemd;

/// <summary>The units of a node as templates see them. Lists are command lines or words, texts are single words.</summary>
internal static class SystemdView
{
    public static ScriptObject Of(DeploymentPlan p, SystemdPlan s)
    {
        var d = p.Deployment;
        return new ScriptObject
        {
            ["description"] = new UnitText($"{d.Engine.Title} {d.Engine.VersionText} serving {d.Model.Id}"),
            ["user"] = s.User,
            ["model_folder"] = s.ModelFolder,
            ["writes_models"] = d.Config.Model.Path is null,
            ["start"] = List(s.Start),
            ["ready"] = List(s.Ready),
            ["environment"] = List(s.Environment),
            ["after"] = new UnitText(string.Join(' ', s.After)),
            ["devices"] = List(s.Devices),
            ["stop_seconds"] = (long)Math.Ceiling(s.StopTimeout.TotalSeconds),
            ["start_limit_seconds"] = (long)Math.Ceiling(s.StartLimit.TotalSeconds),
            ["home"] =
                s.Venv.StartsWith("/home/", StringComparison.Ordinal) || s.ModelFolder.StartsWith("/home/", StringComparison.Ordinal)
                    ? "read-only"
                    : "yes",
            ["gpus"] = new ScriptArray(
                s.Topology.Gpus.Select(
                    (g, rank) =>
                        new ScriptObject
                        {
                            ["row"] = new Comment(
                                string.Create(CultureInfo.InvariantCulture, $"{rank, 4}  {g.Index, 3}  {g.Numa, 9}  {g.Nic}").TrimEnd()
                            ),
                        }
                )
            ),
            ["is_stated"] = s.Topology.IsStated,
            ["binds_ranks"] = s.BindsRanks,
            ["binds_service"] = s.BindsService,
            ["numa_node"] = s.Topology.Gpus[0].Numa,
            ["has_env_secrets"] = p.Secrets.Any(x => !x.IsFile),
            ["governor_command"] = List([
                "/bin/sh",
                "-c",
                "for file in /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor; do echo \"$1\" >\"$file\"; done",
                "sh",
                s.Governor,
            ]),
            ["governor"] = s.Governor,
            ["uses_tuned"] = s.UsesTuned,
            ["thp_command"] = List([
                "/bin/sh",
                "-c",
                "echo \"$1\" >/sys/kernel/mm/transparent_hugepage/enabled",
                "sh",
                p.Host.TransparentHugepages,
            ]),
            ["hugepages_1gi"] = s.Hugepages1Gi,
            ["hugepages_command"] = List([
                "/bin/sh",
                "-c",
                "for file in /sys/devices/system/node/node*/hugepages/hugepages-1048576kB/nr_hugepages; do echo \"$1\" >\"$file\"; [ \"$(cat \"$file\")\" -ge \"$1\" ] || exit 1; done",
                "sh",
                s.Hugepages1Gi.ToString(CultureInfo.InvariantCulture),
            ]),
            ["bridges_command"] = List([
                "/bin/sh",
                "-c",
                "lspci -D | while read -r device _; do if setpci -s \"$device\" ECAP_ACS+6.w >/dev/null 2>&1; then setpci -s \"$device\" ECAP_ACS+6.w=0000; fi; done",
            ]),
        };
    }

    private static ScriptArray List(IEnumerable<string> items) => [.. items];
}
