using System.Security.Cryptography;
using System.Text;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>The files of the kubernetes target.</summary>
/// <param name="plan">What to write.</param>
/// <param name="view">The plan as templates see it.</param>
/// <param name="renderer">Renders the templates.</param>
/// <param name="language">YAML, or that of a chart.</param>
internal sealed class KubernetesFiles(
    DeploymentPlan plan,
    ScriptObject view,
    TemplateRenderer renderer,
    TemplateLanguage language = TemplateLanguage.Yaml
)
{
    private const string Folder = "kubernetes/";
    private readonly ScriptObject _kubernetes = view.Part("kubernetes");
    private readonly KubernetesPlan _plan = plan.Kubernetes;

    /// <summary>All files, the list of them for kustomize included.</summary>
    public IEnumerable<GeneratedFile> Render()
    {
        var isPlain = _plan.Rollout is { IsArgo: false };
        foreach (var (name, text) in Manifests())
        {
            yield return new(Folder + name, text);
        }

        _kubernetes["files"] = new ScriptArray(Names());
        yield return new(Folder + "kustomization.yaml", Text("kustomization.yaml"));

        foreach (var overlay in OverlayPlanner.Of(plan))
        {
            view["overlay"] = OverlayView.Of(overlay);
            yield return new($"overlays/{overlay.Name}/kustomization.yaml", Text("overlay.yaml"));
        }

        foreach (var file in isPlain ? Colors() : [])
        {
            yield return file;
        }
    }

    /// <summary>The manifests alone, by file name.</summary>
    public IEnumerable<(string Name, string Text)> Manifests()
    {
        AddWaivers();
        AddPods();
        return Names().Select(name => (name, Text(name)));
    }

    /// <summary>The manifests that kustomization.yaml lists, in its order.</summary>
    private IEnumerable<string> Names()
    {
        var k = plan.Deployment.Config.Kubernetes;
        var isPlain = _plan.Rollout is { IsArgo: false } && language != TemplateLanguage.Helm;
        (string Name, bool IsWritten)[] all =
        [
            ("namespace.yaml", true),
            ("priorityclass.yaml", k.Priority is not null),
            ("resourcequota.yaml", _plan.Limits is not null),
            ("limitrange.yaml", _plan.Limits is not null),
            ("serviceaccount.yaml", true),
            ("configmap.yaml", true),
            (
                "persistentvolumeclaim.yaml",
                k.Storage.ExistingClaim is null && k.Storage.Kind != ModelStore.HostPath && k.Workload != WorkloadKind.StatefulSet
            ),
            ("job-download.yaml", _plan.Download is { IsJob: true }),
            ("resourceclaimtemplate.yaml", _plan.DeviceClass.Length > 0),
            (_plan.Workload.File, !isPlain),
            ("service.yaml", !isPlain),
            ("service-headless.yaml", plan.Gateway is { HeadlessService.Length: > 0 }),
            ("service-pods.yaml", _plan.Workload.Kind == "StatefulSet"),
            ("service-rollout.yaml", _plan.Rollout is { IsArgo: true }),
            ("analysistemplate.yaml", _plan.Rollout is { IsArgo: true }),
            ("poddisruptionbudget.yaml", ReplicaCount.MayBeSeveral(plan.Deployment.Config)),
            ("horizontalpodautoscaler.yaml", _plan.Scaling is { Controller: ScalingController.Hpa }),
            ("scaledobject.yaml", _plan.Scaling is { Controller: ScalingController.Keda }),
            ("inferencepool.yaml", _plan.Route is { EndpointPicker.Length: > 0 }),
            ("httproute.yaml", _plan.Route is not null),
            ("networkpolicy.yaml", true),
            ("networkpolicy-default-deny.yaml", k.DefaultDeny == true),
            ("networkpolicy-download.yaml", _plan.Download is { IsJob: true }),
            ("namespace-host.yaml", k.HostTuning == true),
            ("serviceaccount-host.yaml", k.HostTuning == true),
            ("configmap-host.yaml", k.HostTuning == true),
            ("daemonset-host.yaml", k.HostTuning == true),
        ];
        return all.Where(f => f.IsWritten).Select(f => f.Name);
    }

    /// <summary>The two versions of a plain rollout, which its script applies by turns, and their Service.</summary>
    private IEnumerable<GeneratedFile> Colors()
    {
        _kubernetes["color"] = "blue";
        yield return new(Folder + "rollout/service.yaml", Text("service.yaml"));
        var replicas = _kubernetes["replicas"];
        foreach (var color in RolloutPlanner.Colors(plan))
        {
            _kubernetes["color"] = color.Name;
            _kubernetes["workload_name"] = $"{plan.Name}-{color.Name}";
            _kubernetes["replicas"] = view.Part("rollout")["first_replicas"];
            AddPods();
            yield return new($"{Folder}rollout/{color.Name}.yaml", Text(_plan.Workload.File));
        }

        _kubernetes["replicas"] = replicas;
        yield return new(Folder + "rollout.sh", Text("rollout.sh"), IsExecutable: true);
    }

    /// <summary>One template serves the pods of all workloads and both kinds of a LeaderWorkerSet; only the first has a server.</summary>
    private void AddPods()
    {
        AddDownload();
        view["has_server"] = true;
        var serving = Text("pod.yaml");
        view["has_server"] = false;
        var working = Text("pod.yaml");
        view["pod"] = new Block(serving, 4);
        view["leader_pod"] = new Block(serving, 6);
        view["worker_pod"] = new Block(working, 6);
    }

    private void AddDownload()
    {
        if (_plan.Download is { } download)
        {
            view["download_environment"] = new Block(Text("download-environment.yaml"), download.IsJob ? 10 : 6);
        }
    }

    private void AddWaivers()
    {
        (_kubernetes["waivers"], _kubernetes["trivy_waivers"], _) = Waivers(_plan.Waivers, 4);
        if (_plan.Download is not null)
        {
            var download = view.Part("download");
            (download["waivers"], download["trivy_waivers"], download["has_waivers"]) = Waivers(WaiverPlanner.Download(plan), 4);
        }

        if (_plan.Scaling is { } scaling)
        {
            (view.Part("scaling")["waivers"], _, _) = Waivers(WaiverPlanner.Scaling(scaling), 4);
        }

        if (_plan.Limits is not null)
        {
            (_, view.Part("limits")["quota_waivers"], _) = Waivers(WaiverPlanner.Limits("KSV-0040"), 4);
            (_, view.Part("limits")["range_waivers"], _) = Waivers(WaiverPlanner.Limits("KSV-0039"), 4);
        }

        if (plan.Deployment.Config.Kubernetes.HostTuning == true)
        {
            AddHostTuning();
        }
    }

    private void AddHostTuning()
    {
        var (settings, script) = (
            renderer.Render("sysctl/90-deepseek.conf.sbn", view),
            renderer.Render("sysctl/deepseek-host.sh.sbn", view)
        );
        view["host_settings"] = new LiteralText(settings, 4);
        view["host_script"] = new LiteralText(script, 4);
        view["host_hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings + script)));
        (view["host_waivers"], view["host_waivers_trivy"], _) = Waivers(WaiverPlanner.HostTuning(plan), 4);
    }

    private (Block Annotations, Block Comments, bool HasAnnotations) Waivers(IEnumerable<LintWaiver> waivers, int indent)
    {
        view["waivers"] = KubernetesView.Waivers(waivers);
        var annotations = Text("waivers.yaml").Trim('\n');
        return (new Block(annotations, indent), new Block(Text("trivy-waivers.yaml").Trim('\n'), 0), annotations.Length > 0);
    }

    private string Text(string name) =>
        renderer.Render(Folder + name + ".sbn", view, name.EndsWith(".yaml", StringComparison.Ordinal) ? language : null);
}
