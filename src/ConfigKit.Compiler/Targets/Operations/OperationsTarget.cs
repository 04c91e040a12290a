using ConfigKit.Catalog;

namespace ConfigKit.Targets.Operations;

/// <summary>Scripts and sheets for those who run the deployment.</summary>
internal sealed class OperationsTarget : Target<OperationsPlan>
{
    public override string Name => "operations";

    public override string Description => "benchmark and capture scripts, capacity worksheet, topology drawings and a Nagios plugin";

    public override bool IsDefault => false;

    public override OperationsPlan Plan(TargetPlans plans) => OperationsPlanner.Plan(plans.Deployment);

    protected override IEnumerable<GeneratedFile> Files(OperationsPlan plan, TargetRenderer renderer)
    {
        var page = new OperationsPage(OperationsView.Of(plan), TopologyView.Of(plan.Deployment, plan.Topology));
        yield return renderer.Script("operations/bench.sh", page);
        yield return renderer.Script("operations/capture.sh", page);
        if (plan.Deployment.Deployment.Gpu.Vendor == GpuVendor.Nvidia)
        {
            yield return renderer.Script("operations/check_gpu_temperature", page);
            yield return renderer.File("operations/nagios.cfg", page);
            yield return renderer.File("operations/nrpe.cfg", page);
        }

        yield return renderer.File("operations/capacity.md", page);
        yield return renderer.File("operations/topology.mmd", page);
        yield return renderer.File("operations/topology.svg", page);
    }
}
