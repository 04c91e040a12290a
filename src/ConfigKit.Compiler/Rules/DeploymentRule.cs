using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using FluentValidation;
using FluentValidation.Results;

namespace ConfigKit.Rules;

/// <summary>What the rules judge: a deployment and its estimate.</summary>
internal sealed record Subject(Deployment Deployment, Estimate Estimate)
{
    public Subject(Deployment deployment)
        : this(deployment, Estimator.Estimate(deployment)) { }
}

/// <summary>What a rule found.</summary>
/// <param name="Key">The key whose line is shown.</param>
/// <param name="Message">One sentence with the offending value and the limit.</param>
/// <param name="Help">The smallest change that works.</param>
/// <param name="Note">The arithmetic and its source.</param>
internal sealed record Finding(string Key, string Message, string Help = "", string Note = "");

/// <summary>One fault: one sealed class, one file, one id.</summary>
internal abstract class DeploymentRule(DiagnosticDescriptor descriptor) : AbstractValidator<Subject>
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>The findings, as diagnostics.</summary>
    public IEnumerable<Diagnostic> Judge(Subject subject, DiagnosticBag bag)
    {
        foreach (var failure in Validate(subject).Errors)
        {
            var finding = ((Func<Finding>)failure.CustomState)();
            var (file, span) = bag.Locate(subject.Deployment.Spans.Find(finding.Key));
            yield return new Diagnostic(Descriptor, finding.Message, file, span, finding.Key, finding.Help) { Note = finding.Note };
        }
    }

    /// <summary>Whether the subject has this fault; words nothing, so that a search may ask it of many candidates.</summary>
    public bool IsBrokenBy(Subject subject) => !Validate(subject).IsValid;
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
