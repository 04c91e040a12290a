using System.Collections.Immutable;
using ConfigKit.Rendering;

namespace ConfigKit.Targets.Helm;

/// <summary>The shape of a value of the chart.</summary>
internal enum HelmValueKind
{
    Text,
    OptionalText,
    Count,
    Labels,
    Names,
}

/// <summary>A value that the chart's user may set.</summary>
/// <param name="Path">Its path in values.yaml, at most two names.</param>
/// <param name="Default">What the manifests say: a text, a number, a list or labels.</param>
/// <param name="Description">For values.yaml and its schema.</param>
internal sealed record HelmValue(string Path, HelmValueKind Kind, object? Default, string Description)
{
    /// <summary>How a template of the chart writes it. JSON is YAML: nothing in a value can end its place.</summary>
    public ChartExpression Expression =>
        new(Kind == HelmValueKind.Count ? $"{{{{ int64 .Values.{Path} }}}}" : $"{{{{ toJson .Values.{Path} }}}}");

    /// <summary>The default labels; null for other values.</summary>
    public ImmutableSortedDictionary<string, string?>? Labels => Default as ImmutableSortedDictionary<string, string?>;
}
