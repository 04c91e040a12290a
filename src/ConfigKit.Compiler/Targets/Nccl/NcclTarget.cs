using System.Collections.Immutable;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Nccl;

/// <summary>The communication variables alone, for those who start the engine themselves.</summary>
internal sealed class NcclTarget : Target<ImmutableArray<EnvironmentVariable>>
{
    public override string Name => "nccl";

    public override string Description => "environment file for NCCL, GLOO, UCX and NVSHMEM";

    public override bool IsDefault => true;

    public override ImmutableArray<EnvironmentVariable> Plan(TargetPlans plans) =>
        [.. plans.Deployment.Environment.Where(v => v.IsCommunication)];

    protected override IEnumerable<GeneratedFile> Files(ImmutableArray<EnvironmentVariable> plan, TargetRenderer renderer) =>
        [renderer.File("nccl/nccl.env", new NcclPage([.. plan.Select(v => new VariableView(v))]))];
}

/// <summary>The communication variables as their template sees them.</summary>
internal sealed record NcclPage(ImmutableArray<VariableView> Communication) : View
{
    public override ScriptObject ToScript() => new() { ["communication"] = List(Communication) };
}
