using ConfigKit.Diagnostics;

namespace ConfigKit.Rendering;

/// <summary>CK11: a template that can't be rendered.</summary>
internal static class EmitDiagnostics
{
    public static readonly DiagnosticDescriptor TemplateFault = new("CK1101", "Template that can't be rendered", Severity.Error)
    {
        Group = DiagnosticGroup.Templates,
        Explanation = new()
        {
            Checks =
                "A template of your own (`compile --templates DIR`) is not Scriban, names a member that the view does not have, or inserts a value that the file's language can't hold. The line is the template's. Nothing is written. The members of the view are those that the built-in templates of that name use; `PlanView` builds them.",
        },
    };
}
