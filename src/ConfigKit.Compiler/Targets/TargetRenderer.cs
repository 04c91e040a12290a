using ConfigKit.Rendering;

namespace ConfigKit.Targets;

/// <summary>Renders the files of targets: each template sees the deployment, and before it the views that its target hands over.</summary>
internal sealed class TargetRenderer(TemplateRenderer renderer, View deployment)
{
    /// <summary>A file by the template of the same name.</summary>
    public GeneratedFile File(string path, params ReadOnlySpan<View> views) => new(path, Text(path, null, views));

    /// <summary>A script by the template of the same name.</summary>
    public GeneratedFile Script(string path, params ReadOnlySpan<View> views) => new(path, Text(path, null, views), IsExecutable: true);

    /// <param name="template">Name of the template without its ending <c>.sbn</c>.</param>
    /// <param name="language">What it writes; by its name when null.</param>
    /// <param name="views">What it may insert beside the deployment; a later view hides members of an earlier one.</param>
    public string Text(string template, TemplateLanguage? language, params ReadOnlySpan<View> views) =>
        renderer.Render(template + ".sbn", language, [deployment, .. views]);
}
