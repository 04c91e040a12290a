using ConfigKit.Catalog;
using ConfigKit.Targets.Sysctl;

namespace ConfigKit.Targets.Systemd;

/// <summary>The engine as a service of the node: a folder that is copied over /etc.</summary>
internal sealed class SystemdTarget : Target<SystemdPlan>
{
    private const string Folder = "systemd/etc/";

    public override string Name => "systemd";

    public override string Description => "units that run the engine directly on the node, laid out as under /etc";

    public override bool IsDefault => false;

    public override SystemdPlan Plan(TargetPlans plans) => SystemdPlanner.Plan(plans.Deployment, plans.Of(SysctlTarget.Instance));

    protected override IEnumerable<GeneratedFile> Files(SystemdPlan plan, TargetRenderer renderer)
    {
        var page = new SystemdPage(SystemdView.Of(plan), HostView.Of(plan.Host));
        return
        [
            .. Units(plan)
                .Where(f => f.IsWritten)
                .Select(f => new GeneratedFile(Folder + f.Path, renderer.Text("systemd/" + f.Template, null, page))),
            .. EngineFiles.In(Folder + "deepseek", plan.Deployment, renderer),
        ];
    }

    private static (bool IsWritten, string Path, string Template)[] Units(SystemdPlan s)
    {
        var name = s.Deployment.Name;
        var unit = $"systemd/system/{name}.service";
        var isNvidia = s.Deployment.Deployment.Gpu.Vendor == GpuVendor.Nvidia;
        return
        [
            (true, unit, "engine.service"),
            (s.BindsRanks || s.BindsService, unit + ".d/10-numa.conf", "numa.dropin"),
            (isNvidia, "systemd/system/nvidia-persistenced.service.d/10-deepseek.conf", "persistence.dropin"),
            (s.Own.Governor, "systemd/system/deepseek-governor.service", "governor.service"),
            (s.Own.Hugepages, "systemd/system/deepseek-hugepages.service", "hugepages.service"),
            (s.Own.Bridges, "systemd/system/deepseek-bridges.service", "bridges.service"),
            (s.NeedsDriverOptions, "modprobe.d/90-deepseek.conf", "modprobe.conf"),
            (true, $"sysusers.d/{name}.conf", "sysusers.conf"),
            (true, $"tmpfiles.d/{name}.conf", "tmpfiles.conf"),
            (s.UsesTuned, "tuned/deepseek/tuned.conf", "tuned.conf"),
        ];
    }
}
