using System.Collections;
using System.Collections.Immutable;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>One environment where its template looks for it.</summary>
internal sealed record OverlayPage(OverlayView Overlay) : View
{
    public override ScriptObject ToScript() => new() { ["overlay"] = Overlay.ToScript() };
}

/// <summary>One environment as its template sees it.</summary>
internal sealed record OverlayView(Comment Name, ImageView? Image, ImmutableArray<PatchView> Patches) : View
{
    public bool HasImage => Image is not null;
    public bool HasPatches => !Patches.IsEmpty;

    public static OverlayView Of(OverlayPlan overlay) =>
        new(
            new Comment(overlay.Name),
            overlay.Image is { } i ? new ImageView(i.OldName, i.Name, i.Tag, i.Digest) : null,
            [.. overlay.Patches.Select(PatchView.Of)]
        );

    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["image"] = Image?.ToScript(),
            ["patches"] = List(Patches),
            ["has_image"] = HasImage,
            ["has_patches"] = HasPatches,
        };
}

/// <summary>An image by the parts that kustomize wants.</summary>
internal sealed record ImageView(string OldName, string Name, string Tag, string Digest) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["old_name"] = OldName,
            ["name"] = Name,
            ["tag"] = Tag,
            ["digest"] = Digest,
        };
}

/// <summary>A patch of the objects that it names.</summary>
internal sealed record PatchView(string Kind, string Name, string Namespace, bool Renames, ImmutableArray<OperationView> Operations) : View
{
    public static PatchView Of(OverlayPatch p) =>
        new(p.Kind, p.Name, p.Namespace, p.Kind == "Namespace", [.. p.Operations.Select(OperationView.Of)]);

    public override ScriptObject ToScript() =>
        new()
        {
            ["kind"] = Kind,
            ["name"] = Name,
            ["namespace"] = Namespace,
            ["renames"] = Renames,
            ["operations"] = List(Operations),
        };
}

/// <summary>One operation of a patch.</summary>
/// <param name="Value">A text, a number or a list of texts.</param>
internal sealed record OperationView(string Verb, string Path, bool IsEmpty, object Value) : View
{
    public static OperationView Of(PatchOperation o) =>
        new(
            o.Verb,
            o.Path,
            o.Value is null,
            o.Value is IEnumerable items and not string ? new ScriptArray(items.Cast<object>()) : o.Value ?? ""
        );

    public override ScriptObject ToScript() =>
        new()
        {
            ["verb"] = Verb,
            ["path"] = Path,
            ["is_empty"] = IsEmpty,
            ["value"] = Value,
        };
}
