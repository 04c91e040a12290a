using System.Linq.Expressions;
using ConfigKit.Diagnostics;
using FluentValidation;
using FluentValidation.Results;

namespace ConfigKit.Rules;

/// <summary>A rule in the old form, until it is written as <see cref="DeploymentRule.Find"/>.</summary>
internal abstract class ValidatorRule(DiagnosticDescriptor descriptor) : DeploymentRule(descriptor)
{
    private readonly InlineValidator<Subject> _validator = [];

    protected IRuleBuilderInitial<Subject, T> RuleFor<T>(Expression<Func<Subject, T>> expression) => _validator.RuleFor(expression);

    protected override IEnumerable<Finding> Find(Subject s) => _validator.Validate(s).Errors.Select(f => ((Func<Finding>)f.CustomState)());
}

internal static class RuleExtensions
{
    // Findings travel as state, because FluentValidation would expand {…} in text that the user wrote; and as functions,
    // because the help may search for a change that works, and the search asks these very rules.

    /// <summary>What to say when the check before this fails.</summary>
    public static IRuleBuilderOptions<Subject, T> Reports<T>(this IRuleBuilderOptions<Subject, T> rule, Func<Subject, Finding> finding) =>
        rule.WithState(subject => (Func<Finding>)(() => finding(subject)));

    /// <summary>Reports each of the findings; for what one check can't tell.</summary>
    public static IRuleBuilderOptionsConditions<Subject, Subject> ReportsEach(
        this IRuleBuilder<Subject, Subject> rule,
        Func<Subject, IEnumerable<Finding>> findings
    ) =>
        rule.Custom(
            (subject, context) =>
            {
                foreach (var finding in findings(subject))
                {
                    context.AddFailure(new ValidationFailure("", "") { CustomState = (Func<Finding>)(() => finding) });
                }
            }
        );
}
