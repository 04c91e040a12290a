using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Targets.Framework;
using ConfigKit.Targets.Helm;
using ConfigKit.Targets.Kubernetes;
using ConfigKit.Targets.Monitoring;
using ConfigKit.Targets.Operations;
using ConfigKit.Targets.Runtime;
using ConfigKit.Targets.Systemd;
using ConfigKit.Targets.Triton;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets;

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
                return
                [
                    Of("docker/Dockerfile"),
                    Of("docker/.dockerignore"),
                    Of("docker/compose.yaml"),
                    .. EngineFiles.Of("docker", view, renderer),
                ];
            case TargetKind.Sysctl:
                return
                [
                    Of("sysctl/90-deepseek.conf"),
                    Of("sysctl/deepseek-host.sh", isExecutable: true),
                    Of("sysctl/preflight.sh", isExecutable: true),
                ];
            case TargetKind.Nccl:
                return [Of("nccl/nccl.env")];
            case TargetKind.Kubernetes:
                return new KubernetesFiles(plan, view, renderer).Render();
            case TargetKind.Helm:
                return new HelmFiles(plan, renderer).Render();
            case TargetKind.Monitoring:
                return
                [
                    Of("monitoring/prometheus.yaml"),
                    Of("monitoring/alerts.yaml"),
                    Of("monitoring/servicemonitor.yaml"),
                    Of("monitoring/prometheusrule.yaml"),
                    new("monitoring/grafana-dashboard.json", GrafanaDashboard.Write(plan)),
                    .. view["tracing"] is null ? [] : (GeneratedFile[])[Of("monitoring/otel-collector.yaml")],
                ];
            case TargetKind.Gateway:
                return (plan.Gateway?.Implementations ?? []).Select(g =>
                    Of(g == GatewayKind.Nginx ? "gateway/nginx.conf" : "gateway/envoy.yaml")
                );
            case TargetKind.Compliance:
                return
                [
                    Of("compliance/fluent-bit.yaml"),
                    Of("compliance/loki.yaml"),
                    Of("compliance/logrotate.conf"),
                    Of("compliance/dpia.md"),
                    Of("compliance/record-of-processing.md"),
                ];
            case TargetKind.Systemd:
                return SystemdFiles.Of(plan, view, renderer);
            case TargetKind.Operations:
                return OperationsFiles.Of(plan, view, renderer);
            case TargetKind.Triton:
                return TritonFiles.Of(plan, view, renderer);
            case TargetKind.Framework:
                var framework = FrameworkPlan.Of(plan);
                view["framework"] = FrameworkView.Of(plan, framework);
                return [Of("framework/" + framework.SettingsFile), Of("framework/checkpoint-plan.json")];
            default:
                return [new GeneratedFile("runtime/deepseek-config.json", RuntimeJson.Write(plan))];
        }

        GeneratedFile Of(string name, bool isExecutable = false) => new(name, renderer.Render(name + ".sbn", view), isExecutable);
    }
}
