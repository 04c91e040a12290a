using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets;

/// <summary>Files that an engine reads at its start, for each target that brings them to it.</summary>
internal static class EngineFiles
{
    public static IEnumerable<GeneratedFile> Of(string folder, ScriptObject view, TemplateRenderer renderer) =>
        view["trtllm"] is null ? [] : [new(folder + "/trtllm.yaml", renderer.Render("trtllm/trtllm.yaml.sbn", view))];
}
