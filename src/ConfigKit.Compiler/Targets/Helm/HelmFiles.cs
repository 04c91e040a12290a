using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Targets.Kubernetes;
using Scriban.Runtime;

namespace ConfigKit.Targets.Helm;

/// <summary>A Helm chart: the manifests of the kubernetes target, with values where environments differ.</summary>
internal sealed class HelmFiles(DeploymentPlan plan, TemplateRenderer renderer)
{
    private const string Folder = "helm/";

    public IEnumerable<GeneratedFile> Render()
    {
        var view = PlanView.Of(plan);
        view["is_chart"] = true;
        var values = HelmValues.Take(view, plan);
        foreach (var (name, text) in new KubernetesFiles(plan, view, renderer, TemplateLanguage.Helm).Manifests())
        {
            yield return new($"{Folder}templates/{name}", text);
        }

        yield return new(Folder + "values.schema.json", HelmValues.Schema(values));
        yield return Values("values.yaml", values, "Values of the chart; values.schema.json says what each may be.");
        foreach (var (name, environment) in plan.Deployment.Config.Environments)
        {
            yield return Values(
                $"values-{name}.yaml",
                Of(environment, values),
                $"Environment {name}: helm upgrade --install {plan.Name} . --values values-{name}.yaml"
            );
        }

        var chart = new ScriptObject
        {
            ["name"] = plan.Name,
            ["version"] = plan.Deployment.Config.Helm?.ChartVersion ?? HelmSection.ChartVersionDefault,
            ["app_version"] = plan.Deployment.Engine.VersionText,
            ["description"] = $"{plan.ServedName}, served by an inference engine",
        };
        yield return new(Folder + "Chart.yaml", renderer.Render(Folder + "Chart.yaml.sbn", chart));
    }

    private GeneratedFile Values(string file, IEnumerable<HelmValue> values, string comment) =>
        new(
            Folder + file,
            renderer.Render(
                Folder + "values.yaml.sbn",
                new ScriptObject { ["comment"] = new Comment(comment), ["groups"] = HelmValues.View(values) }
            )
        );

    /// <summary>Helm merges mappings: what is not needed there is taken away by null.</summary>
    private ImmutableSortedDictionary<string, string?> Labels(ImmutableSortedDictionary<string, string> labels) =>
        plan
            .Cluster.NodeSelector.Keys.Union(labels.Keys)
            .ToImmutableSortedDictionary(k => k, labels.GetValueOrDefault, StringComparer.Ordinal);

    /// <summary>The values that differ in an environment.</summary>
    private IEnumerable<HelmValue> Of(EnvironmentSection e, ImmutableArray<HelmValue> values)
    {
        var stated = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["autoscaling.minReplicas"] = e.Replicas,
            ["hostnames"] = e.Hostnames.IsDefault ? null : e.Hostnames,
            ["image"] = e.Image,
            ["namespace"] = e.Namespace,
            ["nodeSelector"] = e.NodeSelector.IsEmpty ? null : Labels(ClusterPlanner.NodeSelector(plan.Deployment, e.NodeSelector)),
            ["replicas"] = e.Replicas,
            ["storage.class"] = e.StorageClass,
        };
        return values.Where(v => stated.GetValueOrDefault(v.Path) is not null).Select(v => v with { Default = stated[v.Path] });
    }
}
