using System.Collections.Immutable;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>What kustomize changes in one environment.</summary>
internal sealed record OverlayPlan
{
    public required string Name { get; init; }

    /// <summary>Null when the image is the same.</summary>
    public ImageChange? Image { get; init; }

    public required ImmutableArray<OverlayPatch> Patches { get; init; }
}

/// <summary>An image by the parts that kustomize wants.</summary>
/// <param name="Tag">Empty when the digest says it all.</param>
internal sealed record ImageChange(string OldName, string Name, string Tag, string Digest);

/// <summary>A JSON patch (RFC 6902) of the objects of a kind and name, or of a namespace.</summary>
/// <param name="Kind">Empty: any kind.</param>
/// <param name="Name">Empty: any name.</param>
/// <param name="Namespace">Empty: any namespace.</param>
internal sealed record OverlayPatch(string Kind, string Name, string Namespace, ImmutableArray<PatchOperation> Operations);

/// <summary>One operation.</summary>
/// <param name="Value">A text, a number or a list of texts; null for an empty mapping.</param>
internal sealed record PatchOperation(string Verb, string Path, object? Value);
