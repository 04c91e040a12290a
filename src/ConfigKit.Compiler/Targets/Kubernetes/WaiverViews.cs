using System.Collections.Immutable;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Waivers as an object's manifest says them.</summary>
/// <param name="Annotations">Below <c>annotations</c>.</param>
/// <param name="Comments">At the top of the file.</param>
internal sealed record WaiverBlocks(Block Annotations, Block Comments)
{
    public static WaiverBlocks None { get; } = new(new Block("", 0), new Block("", 0));

    public bool HasAnnotations => Annotations.Text.Length > 0;
}

/// <summary>The waivers of all objects.</summary>
internal sealed record RenderedWaivers
{
    public required WaiverBlocks Pods { get; init; }
    public required WaiverBlocks Download { get; init; }
    public required WaiverBlocks Scaling { get; init; }
    public required WaiverBlocks Quota { get; init; }
    public required WaiverBlocks Range { get; init; }
}

/// <summary>Waivers where their templates look for them.</summary>
internal sealed record WaiverPage(WaiversView Waivers) : View
{
    public override ScriptObject ToScript() => new() { ["waivers"] = Waivers.ToScript() };
}

/// <summary>Waivers by the program that they speak to.</summary>
internal sealed record WaiversView : View
{
    public required ImmutableArray<WaiverView> KubeLinter { get; init; }
    public required ImmutableArray<WaiverView> KubeScore { get; init; }

    /// <summary>The checks of kube-score, as its one annotation lists them.</summary>
    public required string KubeScoreIds { get; init; }

    public required ImmutableArray<WaiverView> Polaris { get; init; }
    public required ImmutableArray<WaiverView> Trivy { get; init; }

    public static WaiversView Of(IEnumerable<LintWaiver> waivers)
    {
        var all = waivers.OrderBy(w => w.Check, StringComparer.Ordinal).ToList();
        return new WaiversView
        {
            KubeLinter = Of(LintTool.KubeLinter),
            KubeScore = Of(LintTool.KubeScore),
            KubeScoreIds = string.Join(',', all.Where(w => w.Tool == LintTool.KubeScore).Select(w => w.Check)),
            Polaris = Of(LintTool.Polaris),
            Trivy = Of(LintTool.Trivy),
        };

        ImmutableArray<WaiverView> Of(LintTool tool) =>
            [.. all.Where(w => w.Tool == tool).Select(w => new WaiverView(w.Check, w.Reason, new Comment(w.Reason)))];
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["kube_linter"] = List(KubeLinter),
            ["kube_score"] = List(KubeScore),
            ["kube_score_ids"] = KubeScoreIds,
            ["polaris"] = List(Polaris),
            ["trivy"] = List(Trivy),
        };
}

/// <summary>One waiver.</summary>
/// <param name="Text">The reason as a value.</param>
/// <param name="Reason">The reason in a comment.</param>
internal sealed record WaiverView(string Check, string Text, Comment Reason) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["check"] = Check,
            ["text"] = Text,
            ["reason"] = Reason,
        };
}
