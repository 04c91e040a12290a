using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using FluentValidation.Internal;

namespace ConfigKit.Rules.Sections;

/// <summary>Runs the validators of the sections and makes diagnostics of their failures.</summary>
internal static class SectionJudge
{
    /// <summary>What is wrong within single sections, as diagnostics.</summary>
    public static IEnumerable<Diagnostic> Judge(DeepSeekConfig config, UserCatalog own, SpanTable spans, DiagnosticBag bag)
    {
        foreach (var failure in new ConfigValidator(own).Validate(config).Errors)
        {
            var (fault, help) = (SectionReport)failure.CustomState;
            var placeholders = new MessageFormatter();
            foreach (var (name, value) in failure.FormattedMessagePlaceholderValues)
            {
                placeholders.AppendArgument(name, value);
            }

            var key = KeyPath.Of(failure.PropertyName);
            var (file, span) = bag.Locate(spans.Find(key));
            yield return new Diagnostic(fault, failure.ErrorMessage, file, span, key, placeholders.BuildMessage(help));
        }
    }
}
