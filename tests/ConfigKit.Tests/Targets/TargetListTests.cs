using System.Collections.Immutable;
using ConfigKit.Targets;
using ConfigKit.Targets.Kubernetes;
using ConfigKit.Targets.Sysctl;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>The list of targets: names, folders, and what is written without being named.</summary>
public sealed class TargetListTests
{
    private const string Minimal = "model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\n";

    public static TheoryData<string> Names => ClusterVariants.Names;

    [Fact]
    public void Names_and_folders_are_those_of_one_target_each()
    {
        Assert.Equal(TargetList.All.Length, TargetList.All.Select(t => t.Name).Distinct().Count());
        var folders = TargetList.All.SelectMany(t => t.Folders).ToList();
        Assert.Equal(folders.Count, folders.Distinct().Count());
        Assert.All(TargetList.All, t => Assert.Contains(t.Name, t.Folders));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Targets_write_into_their_folders_and_no_file_twice(string name)
    {
        var compilation = ClusterVariants.Compile(name);
        var plans = new TargetPlans(Planner.Plan(compilation.Deployment!, compilation.Estimate!));
        var renderer = new TargetRenderer(new(ImmutableDictionary<string, SourceFile>.Empty), PlanView.Of(plans.Deployment));
        foreach (var target in TargetList.Selected(compilation.Deployment!.Targets))
        {
            var files = target.Write(plans, renderer);

            Assert.All(files, f => Assert.Contains(f.Path.Split('/')[0], target.Folders));
            Assert.Equal(files.Length, files.Select(f => f.Path).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }
    }

    [Fact]
    public void Written_without_being_named_are_those_that_every_deployment_gets()
    {
        var compilation = ConfigCompiler.Check(new SourceFile("deepseek-config.yaml", Minimal), CompilerOptions.Default);

        Assert.Equal(TargetList.All.Where(t => t.IsDefault), TargetList.Selected(compilation.Deployment!.Targets));
    }

    [Fact]
    public void A_plan_is_made_once()
    {
        var compilation = ConfigCompiler.Check(new SourceFile("deepseek-config.yaml", Minimal), CompilerOptions.Default);
        var plans = new TargetPlans(Planner.Plan(compilation.Deployment!, compilation.Estimate!));
        var kubernetes = KubernetesTarget.Instance;

        Assert.Same(plans.Of(kubernetes), plans.Of(kubernetes));
        Assert.Same(plans.Of(SysctlTarget.Instance), plans.Of(kubernetes).Host);
    }
}
