using System.Collections.Immutable;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Helm;

/// <summary>Chart.yaml as its template sees it.</summary>
internal sealed record ChartPage(string Name, string Version, string AppVersion, string Description) : View
{
    public static ChartPage Of(HelmPlan h)
    {
        var p = h.Kubernetes.Deployment;
        return new ChartPage(p.Name, h.Version, p.Deployment.Engine.VersionText, $"Inference engine serving {p.ServedName}");
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["version"] = Version,
            ["app_version"] = AppVersion,
            ["description"] = Description,
        };
}

/// <summary>A file of values: groups in order of name, each with its values.</summary>
internal sealed record ValuesPage(Comment Comment, ImmutableArray<ValueGroupView> Groups) : View
{
    public static ValuesPage Of(string comment, IEnumerable<HelmValue> values) =>
        new(
            new Comment(comment),
            [
                .. values
                    .GroupBy(v => v.Path.Split('.')[0], StringComparer.Ordinal)
                    .Select(g => new ValueGroupView(
                        g.Key,
                        g.First().Path.Contains('.', StringComparison.Ordinal),
                        [.. g.Select(ValueView.Of)]
                    )),
            ]
        );

    public override ScriptObject ToScript() => new() { ["comment"] = Comment, ["groups"] = List(Groups) };
}

/// <summary>Values below one name, or the one value of that name.</summary>
internal sealed record ValueGroupView(string Name, bool IsGroup, ImmutableArray<ValueView> Values) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["is_group"] = IsGroup,
            ["values"] = List(Values),
        };
}

/// <summary>One value and what it is.</summary>
/// <param name="Value">A text, a number, a list of texts, or null: labels have a place of their own.</param>
internal sealed record ValueView(
    string Name,
    Comment Comment,
    bool IsLabels,
    bool IsNoLabels,
    ImmutableArray<LabelView> Labels,
    object? Value
) : View
{
    public static ValueView Of(HelmValue v) =>
        new(
            v.Path.Split('.')[^1],
            new Comment(v.Description),
            v.Labels is { IsEmpty: false },
            v.Labels is { IsEmpty: true },
            [.. (v.Labels ?? ImmutableSortedDictionary<string, string?>.Empty).Select(l => new LabelView(l.Key, l.Value))],
            v.Labels is null ? v.Default : null
        );

    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["comment"] = Comment,
            ["is_labels"] = IsLabels,
            ["is_no_labels"] = IsNoLabels,
            ["labels"] = List(Labels),
            ["value"] = Value,
        };
}
