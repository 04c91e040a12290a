using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Planning;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Emit;

/// <summary>The files of a plan, or why a template could not be rendered.</summary>
internal sealed record Emission(ImmutableArray<GeneratedFile> Files, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Renders the files of each target.</summary>
internal static class Emitter
{
    /// <param name="plan">What to render.</param>
    /// <param name="templates">The user's own templates, which replace ours by name.</param>
    public static Emission Emit(DeploymentPlan plan, ImmutableDictionary<string, SourceFile> templates)
    {
        var renderer = new TemplateRenderer(templates);
        var view = PlanView.Of(plan);
        var files = ImmutableArray.CreateBuilder<GeneratedFile>();
        foreach (var target in plan.Targets)
        {
            files.AddRange(FilesOf(target, plan, view, renderer));
        }

        return new Emission([.. files.OrderBy(f => f.Path, StringComparer.Ordinal)], renderer.Diagnostics);
    }

    private static IEnumerable<GeneratedFile> FilesOf(TargetKind target, DeploymentPlan plan, ScriptObject view, TemplateRenderer renderer)
    {
        switch (target)
        {
            case TargetKind.Docker:
                return [Of("docker/Dockerfile"), Of("docker/.dockerignore"), Of("docker/compose.yaml"), .. EngineFiles.Of("docker", view, renderer)];
            case TargetKind.Sysctl:
                return [Of("sysctl/90-deepseek.conf"), Of("sysctl/deepseek-host.sh", isExecutable: true), Of("sysctl/preflight.sh", isExecutable: true)];
            case TargetKind.Nccl:
                return [Of("nccl/nccl.env")];
            case TargetKind.Kubernetes:
                AddPods(view, renderer);
                return KubernetesFiles(plan).Select(name => Of("kubernetes/" + name));
            case TargetKind.Monitoring:
                return [Of("monitoring/prometheus.yaml"), Of("monitoring/alerts.yaml"), Of("monitoring/servicemonitor.yaml"), Of("monitoring/prometheusrule.yaml"), new("monitoring/grafana-dashboard.json", GrafanaDashboard.Write(plan)), .. view["tracing"] is null ? [] : (GeneratedFile[])[Of("monitoring/otel-collector.yaml")]];
            case TargetKind.Systemd:
                return SystemdFiles.Of(plan, view, renderer);
            case TargetKind.Operations:
                return OperationsFiles.Of(plan, view, renderer);
            case TargetKind.Triton:
                return TritonFiles.Of(plan, view, renderer);
            default:
                return [new GeneratedFile("runtime/deepseek-config.json", RuntimeJson.Write(plan))];
        }

        GeneratedFile Of(string name, bool isExecutable = false) => new(name, renderer.Render(name + ".sbn", view), isExecutable);
    }

    /// <summary>One template serves the pods of a Deployment and both kinds of a LeaderWorkerSet; only the first has a server.</summary>
    private static void AddPods(ScriptObject view, TemplateRenderer renderer)
    {
        view["has_server"] = true;
        var serving = renderer.Render("kubernetes/pod.yaml.sbn", view);
        view["has_server"] = false;
        var working = renderer.Render("kubernetes/pod.yaml.sbn", view);
        view["pod"] = new Block(serving, 4);
        view["leader_pod"] = new Block(serving, 6);
        view["worker_pod"] = new Block(working, 6);
    }

    private static IEnumerable<string> KubernetesFiles(DeploymentPlan plan)
    {
        string?[] names =
        [
            "namespace.yaml", "serviceaccount.yaml", "configmap.yaml",
            plan.Deployment.Config.Kubernetes.Storage.ExistingClaim is null ? "persistentvolumeclaim.yaml" : null,
            plan.Cluster.GroupSize > 1 ? "leaderworkerset.yaml" : "deployment.yaml",
            "service.yaml", plan.Replicas > 1 ? "poddisruptionbudget.yaml" : null, "networkpolicy.yaml", "kustomization.yaml",
        ];
        return names.OfType<string>();
    }
}
