using ConfigKit.Diagnostics;
using ConfigKit.Model;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>What a failure carries beside its message.</summary>
/// <param name="Fault">The kind of diagnostic that it becomes.</param>
/// <param name="Help">A template like the message, with the same placeholders.</param>
internal sealed record SectionReport(DiagnosticDescriptor Fault, string Help);

/// <summary>How a validator of a section says what it found.</summary>
internal static class SectionRules
{
    /// <summary>What to say when the check before this fails.</summary>
    /// <param name="rule">The check.</param>
    /// <param name="fault">Its id ties the failure to its page.</param>
    /// <param name="message">
    /// One sentence with FluentValidation's placeholders; {PropertyName} is the key's name. Text of users belongs into a
    /// placeholder, because a brace in it would be expanded otherwise.
    /// </param>
    /// <param name="help">The smallest change that works, with the same placeholders.</param>
    /// <param name="arguments">Further placeholders.</param>
    public static IRuleBuilderOptions<T, TProperty> Reports<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule,
        DiagnosticDescriptor fault,
        string message,
        string help,
        params (string Name, Func<T, TProperty, string> Value)[] arguments
    )
    {
        var report = new SectionReport(fault, help);
        return rule.WithErrorCode(fault.Id)
            .WithMessage(message)
            .WithState(_ => report)
            .Configure(r =>
                r.MessageBuilder = context =>
                {
                    // Here and not as the display name, which is asked for before there is a failure.
                    context.MessageFormatter.AppendPropertyName(KeyPath.NameOf(context.PropertyName));
                    foreach (var (name, value) in arguments)
                    {
                        context.MessageFormatter.AppendArgument(name, value(context.InstanceToValidate, context.PropertyValue));
                    }

                    return context.GetDefaultMessage();
                }
            );
    }

    /// <summary>Names the entries of a map by their own keys: <c>Env["NCCL_DEBUG"]</c>.</summary>
    public static IRuleBuilderInitialCollection<T, KeyValuePair<string, string>> ByName<T>(
        this IRuleBuilderInitialCollection<T, KeyValuePair<string, string>> rule
    ) => rule.OverrideIndexer((_, _, entry, _) => KeyPath.Indexer(entry.Key));
}
