using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Targets.Gateway;
using ConfigKit.Targets.Monitoring;
using ConfigKit.Targets.Sysctl;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Manifests for kubectl and kustomize, and an overlay for each environment.</summary>
internal sealed class KubernetesTarget : Target<KubernetesPlan>
{
    private const string Folder = "kubernetes/";

    private KubernetesTarget() { }

    public static KubernetesTarget Instance { get; } = new();

    public override string Name => TargetNames.Kubernetes;

    public override string Description => "manifests with a kustomization.yaml";

    public override bool IsDefault => true;

    public override ImmutableArray<string> Folders => [Name, "overlays"];

    public override KubernetesPlan Plan(TargetPlans plans) =>
        KubernetesPlanner.Plan(
            plans.Deployment,
            plans.Of(SysctlTarget.Instance),
            plans.Of(GatewayTarget.Instance),
            plans.Of(MonitoringTarget.Instance)
        );

    protected override IEnumerable<GeneratedFile> Files(KubernetesPlan plan, TargetRenderer renderer)
    {
        var manifests = new KubernetesManifests(plan, ManifestValues.Of(plan), TemplateLanguages.Yaml, renderer);
        foreach (var (name, text) in manifests.Render())
        {
            yield return new(Folder + name, text);
        }

        yield return new(Folder + "kustomization.yaml", manifests.Text("kustomization.yaml"));
        foreach (var overlay in plan.Overlays)
        {
            yield return new(
                $"overlays/{overlay.Name}/kustomization.yaml",
                renderer.Text(Folder + "overlay.yaml", null, new OverlayPage(OverlayView.Of(overlay)))
            );
        }

        if (plan is { HasColors: true, Rollout: { } rollout })
        {
            yield return new(Folder + "rollout/service.yaml", manifests.OfColor(rollout.Colors[0]).Text("service.yaml"));
            foreach (var color in rollout.Colors)
            {
                yield return new($"{Folder}rollout/{color.Name}.yaml", manifests.OfColor(color).Text(plan.Workload.File));
            }

            yield return new(Folder + "rollout.sh", manifests.Text("rollout.sh"), IsExecutable: true);
        }
    }
}
