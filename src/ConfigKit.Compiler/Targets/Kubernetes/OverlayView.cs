using System.Collections;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>One environment as its template sees it.</summary>
internal static class OverlayView
{
    public static ScriptObject Of(OverlayPlan overlay) =>
        new()
        {
            ["name"] = new Comment(overlay.Name),
            ["has_image"] = overlay.Image is not null,
            ["image"] = overlay.Image is { } i
                ? new ScriptObject
                {
                    ["old_name"] = i.OldName,
                    ["name"] = i.Name,
                    ["tag"] = i.Tag,
                    ["digest"] = i.Digest,
                }
                : new ScriptObject(),
            ["has_patches"] = !overlay.Patches.IsEmpty,
            ["patches"] = new ScriptArray(
                overlay.Patches.Select(p => new ScriptObject
                {
                    ["kind"] = p.Kind,
                    ["name"] = p.Name,
                    ["namespace"] = p.Namespace,
                    ["renames"] = p.Kind == "Namespace",
                    ["operations"] = new ScriptArray(
                        p.Operations.Select(o => new ScriptObject
                        {
                            ["verb"] = o.Verb,
                            ["path"] = o.Path,
                            ["is_empty"] = o.Value is null,
                            ["value"] = o.Value is IEnumerable items and not string ? new ScriptArray(items.Cast<object>()) : o.Value ?? "",
                        })
                    ),
                })
            ),
        };
}
