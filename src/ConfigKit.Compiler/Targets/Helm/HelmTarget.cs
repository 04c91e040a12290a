using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Targets.Kubernetes;

namespace ConfigKit.Targets.Helm;

/// <summary>A Helm chart: the manifests of the kubernetes target, with values where environments differ.</summary>
internal sealed class HelmTarget : Target<HelmPlan>
{
    private const string Folder = "helm/";

    public override string Name => TargetNames.Helm;

    public override string Description => "the manifests as a Helm chart";

    public override bool IsDefault => false;

    public override HelmPlan Plan(TargetPlans plans) => HelmPlan.Of(plans.Of(KubernetesTarget.Instance));

    protected override IEnumerable<GeneratedFile> Files(HelmPlan plan, TargetRenderer renderer)
    {
        var manifests = new KubernetesManifests(plan.Kubernetes, plan.Manifests, TemplateLanguages.Helm, renderer);
        foreach (var (name, text) in manifests.Render())
        {
            yield return new($"{Folder}templates/{name}", text);
        }

        yield return new(Folder + "values.schema.json", HelmSchema.Write(plan.Values));
        yield return new(
            Folder + "values.yaml",
            Text(ValuesPage.Of("Values of the chart; values.schema.json describes each.", plan.Values), renderer)
        );
        foreach (var (name, values) in plan.Environments)
        {
            var install = $"helm upgrade --install {plan.Kubernetes.Deployment.Name} . --values values-{name}.yaml";
            yield return new($"{Folder}values-{name}.yaml", Text(ValuesPage.Of($"Environment {name}: {install}", values), renderer));
        }

        yield return renderer.File(Folder + "Chart.yaml", ChartPage.Of(plan));
    }

    private static string Text(ValuesPage page, TargetRenderer renderer) => renderer.Text(Folder + "values.yaml", null, page);
}
