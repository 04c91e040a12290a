using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Text;
using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace ConfigKit.Rendering;

/// <summary>Renders templates; the user's own replace ours by name.</summary>
internal sealed class TemplateRenderer(ImmutableDictionary<string, SourceFile> own)
{
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

    /// <summary>The text of a template over views; empty when it failed, which the diagnostics tell.</summary>
    /// <param name="name">Name of the template.</param>
    /// <param name="language">What it writes; by its name when null.</param>
    /// <param name="views">What it may insert; a later view hides members of an earlier one.</param>
    public string Render(string name, TemplateLanguage? language, params ReadOnlySpan<View> views)
    {
        var source = own.TryGetValue(name, out var replaced) ? replaced : Load(name);
        var template = Template.Parse(source.Text, source.Path);
        if (template.HasErrors)
        {
            var error = template.Messages.First();
            Report(source, error.Span, error.Message);
            return "";
        }

        var context = new EscapingContext(language ?? TemplateLanguages.ForTemplate(name))
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedTargetAccess = false,
            NewLine = "\n",
        };
        foreach (var view in views)
        {
            context.PushGlobal(view.ToScript());
        }

        try
        {
            return template.Render(context).ReplaceLineEndings("\n");
        }
        catch (ScriptRuntimeException e)
        {
            Report(source, e.Span, e.OriginalMessage);
            return "";
        }
    }

    private void Report(SourceFile source, Scriban.Parsing.SourceSpan span, string message) =>
        _diagnostics.Add(
            new Diagnostic(
                EmitDiagnostics.TemplateFault,
                Sentence(message),
                source,
                new Text.SourceSpan(Math.Max(0, span.Start.Offset), Math.Max(0, span.End.Offset + 1)),
                "",
                "fix the template; nothing was written"
            )
        );

    private static string Sentence(string message) => message.ReplaceLineEndings(" ").Trim();

    private static SourceFile Load(string name)
    {
        using var stream =
            typeof(TemplateRenderer).Assembly.GetManifestResourceStream("templates/" + name)
            ?? throw new InvalidOperationException($"templates/{name} is not embedded");
        using var reader = new StreamReader(stream);
        return new SourceFile("templates/" + name, reader.ReadToEnd());
    }

    /// <summary>Writes each value in the notation of the template's language. No built-in functions: templates hold layout only.</summary>
    private sealed class EscapingContext(TemplateLanguage language) : TemplateContext(new ScriptObject())
    {
        public override TemplateContext Write(Scriban.Parsing.SourceSpan span, object? textAsObject)
        {
            try
            {
                Write(language.Write(textAsObject));
            }
            catch (FormatException e)
            {
                throw new ScriptRuntimeException(span, e.Message);
            }

            return this;
        }
    }
}
