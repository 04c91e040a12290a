using ConfigKit.Catalog;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Operations;

/// <summary>The target operations.</summary>
internal static class OperationsFiles
{
    public static IEnumerable<GeneratedFile> Of(DeploymentPlan plan, ScriptObject view, TemplateRenderer renderer)
    {
        var operations = OperationsPlanner.Of(plan);
        view["operations"] = OperationsView.Of(plan, operations);
        view["topology"] = TopologyView.Of(plan, operations.Topology);
        (string Name, bool IsExecutable)[] files =
        [
            ("bench.sh", true),
            ("capture.sh", true),
            ("check_gpu_temperature", true),
            ("capacity.md", false),
            ("nagios.cfg", false),
            ("nrpe.cfg", false),
            ("topology.mmd", false),
            ("topology.svg", false),
        ];
        var written =
            plan.Deployment.Gpu.Vendor == GpuVendor.Nvidia
                ? files
                : files.Where(f => f.Name is not ("check_gpu_temperature" or "nagios.cfg" or "nrpe.cfg"));
        return written.Select(f => new GeneratedFile(
            "operations/" + f.Name,
            renderer.Render($"operations/{f.Name}.sbn", view),
            f.IsExecutable
        ));
    }
}
