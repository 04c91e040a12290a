using System.Security.Cryptography;
using System.Text;
using ConfigKit.Rendering;
using ConfigKit.Targets.Sysctl;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>The manifests, for kubectl or for a chart.</summary>
internal sealed class KubernetesManifests
{
    private const string Folder = "kubernetes/";
    private const int AnnotationIndent = 4;

    private readonly KubernetesPlan _plan;
    private readonly TemplateLanguage _language;
    private readonly TargetRenderer _renderer;
    private readonly KubernetesPage _page;
    private readonly WorkloadPage _pods;
    private readonly HostTuningPage _tuning;

    /// <param name="plan">What to write.</param>
    /// <param name="values">What stands where environments differ.</param>
    /// <param name="language">YAML, or that of a chart.</param>
    /// <param name="renderer">Renders the templates.</param>
    public KubernetesManifests(KubernetesPlan plan, ManifestValues values, TemplateLanguage language, TargetRenderer renderer)
    {
        (_plan, _language, _renderer) = (plan, language, renderer);
        _page = Page(values);
        _tuning = HostTuning();
        _pods = Pods();
    }

    private KubernetesManifests(KubernetesManifests other, KubernetesView view)
    {
        (_plan, _language, _renderer, _tuning) = (other._plan, other._language, other._renderer, other._tuning);
        _page = other._page with { Kubernetes = view };
        _pods = Pods();
    }

    /// <summary>The manifests of one of the two versions of a plain rollout.</summary>
    public KubernetesManifests OfColor(RolloutColor color) =>
        new(
            this,
            _page.Kubernetes with
            {
                Color = color.Name,
                WorkloadName = $"{_plan.Deployment.Name}-{color.Name}",
                Replicas = _plan.Rollout!.FirstReplicas, // a color is one of a rollout
            }
        );

    /// <summary>All manifests, by file name, in the order in which kustomization.yaml lists them.</summary>
    public IEnumerable<(string Name, string Text)> Render() => ManifestList.Of(_plan, _page.IsChart).Select(name => (name, Text(name)));

    /// <summary>A file by the template of the same name.</summary>
    public string Text(string name) => Text(name, _page, _pods, _tuning);

    private string Text(string name, params ReadOnlySpan<View> views) =>
        _renderer.Text(Folder + name, name.EndsWith(".yaml", StringComparison.Ordinal) ? _language : null, views);

    private KubernetesPage Page(ManifestValues values)
    {
        var hasLimits = _plan.Limits is not null;
        var waivers = new RenderedWaivers
        {
            Pods = Waivers(_plan.Waivers),
            Download = _plan.Download is { } download ? Waivers(download.Waivers) : WaiverBlocks.None,
            Scaling = _plan.Scaling is { } scaling ? Waivers(WaiverPlanner.Scaling(scaling)) : WaiverBlocks.None,
            Quota = hasLimits ? Waivers(WaiverPlanner.Limits("KSV-0040")) : WaiverBlocks.None,
            Range = hasLimits ? Waivers(WaiverPlanner.Limits("KSV-0039")) : WaiverBlocks.None,
        };
        var page = KubernetesPage.Of(_plan, values, waivers);
        return _plan.Download is { } fetched
            ? page with
            {
                DownloadEnvironment = new Block(Text("download-environment.yaml", page), fetched.IsJob ? 10 : 6),
            }
            : page;
    }

    /// <summary>One template serves the pods of all workloads and both kinds of a LeaderWorkerSet; only the first has a server.</summary>
    private WorkloadPage Pods()
    {
        var serving = Text("pod.yaml", _page, new PodPage(HasServer: true));
        var working = Text("pod.yaml", _page, new PodPage(HasServer: false));
        return new WorkloadPage(new Block(serving, 4), new Block(serving, 6), new Block(working, 6));
    }

    /// <summary>The DaemonSet carries the files of the sysctl target.</summary>
    private HostTuningPage HostTuning()
    {
        if (!_plan.Deployment.Deployment.Cluster.HostTuning)
        {
            return HostTuningPage.None;
        }

        var host = new HostPage(HostView.Of(_plan.Host));
        var settings = _renderer.Text("sysctl/90-deepseek.conf", null, host);
        var script = _renderer.Text("sysctl/deepseek-host.sh", null, host);
        var waivers = Waivers(WaiverPlanner.HostTuning(_plan.Deployment));
        return HostTuningPage.None with
        {
            HostSettings = new LiteralText(settings, AnnotationIndent),
            HostScript = new LiteralText(script, AnnotationIndent),
            HostHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings + script))),
            HostWaivers = waivers.Annotations,
            HostWaiversTrivy = waivers.Comments,
        };
    }

    private WaiverBlocks Waivers(IEnumerable<LintWaiver> waivers)
    {
        var view = new WaiverPage(WaiversView.Of(waivers));
        return new WaiverBlocks(
            new Block(Text("waivers.yaml", view).Trim('\n'), AnnotationIndent),
            new Block(Text("trivy-waivers.yaml", view).Trim('\n'), 0)
        );
    }
}
