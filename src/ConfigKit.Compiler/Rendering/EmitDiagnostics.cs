using ConfigKit.Diagnostics;

namespace ConfigKit.Rendering;

/// <summary>CK11: a template that can't be rendered.</summary>
internal static class EmitDiagnostics
{
    public static readonly DiagnosticDescriptor TemplateFault = new("CK1101", "Template can't be rendered", Severity.Error)
    {
        Group = DiagnosticGroup.Templates,
        Explanation = new()
        {
            Checks =
                "A template of your own (`compile --templates DIR`) must be valid Scriban, use only members that its view has, "
                + "and insert only values that the generated file's language can hold. The position is the template's.",
            Why = "Nothing is written: a half-rendered file could start a wrong deployment.",
            Fix =
                "Correct the template at the marked position. The available members are those that the built-in template of the "
                + "same name uses.",
            References = [new("Scriban: language", "https://github.com/scriban/scriban/blob/master/doc/language.md")],
        },
    };
}
