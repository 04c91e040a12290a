using ConfigKit.Catalog;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Systemd;

/// <summary>The target systemd: a folder that is copied over /etc.</summary>
internal static class SystemdFiles
{
    public static IEnumerable<GeneratedFile> Of(DeploymentPlan plan, ScriptObject view, TemplateRenderer renderer)
    {
        var s = SystemdPlanner.Of(plan);
        view["systemd"] = SystemdView.Of(plan, s);
        var unit = $"systemd/system/{plan.Name}.service";
        var isNvidia = plan.Deployment.Gpu.Vendor == GpuVendor.Nvidia;
        (bool IsWritten, string Path, string Template)[] files =
        [
            (true, unit, "engine.service"),
            (s.BindsRanks || s.BindsService, unit + ".d/10-numa.conf", "numa.dropin"),
            (isNvidia, "systemd/system/nvidia-persistenced.service.d/10-deepseek.conf", "persistence.dropin"),
            (s.Own.Governor, "systemd/system/deepseek-governor.service", "governor.service"),
            (s.Own.Hugepages, "systemd/system/deepseek-hugepages.service", "hugepages.service"),
            (s.Own.Bridges, "systemd/system/deepseek-bridges.service", "bridges.service"),
            (s.NeedsDriverOptions, "modprobe.d/90-deepseek.conf", "modprobe.conf"),
            (true, $"sysusers.d/{plan.Name}.conf", "sysusers.conf"),
            (true, $"tmpfiles.d/{plan.Name}.conf", "tmpfiles.conf"),
            (s.UsesTuned, "tuned/deepseek/tuned.conf", "tuned.conf"),
        ];
        return files
            .Where(f => f.IsWritten)
            .Select(f => new GeneratedFile("systemd/etc/" + f.Path, renderer.Render($"systemd/{f.Template}.sbn", view)))
            .Concat(EngineFiles.Of("systemd/etc/deepseek", view, renderer));
    }
}
