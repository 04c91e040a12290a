using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules;

/// <summary>What the rules judge: a deployment and its estimate.</summary>
internal sealed record Subject(Deployment Deployment, Estimate Estimate)
{
    /// <summary>Estimates a changed deployment: how a rule finds the smallest change that works, by trying.</summary>
    public Estimate Try(Deployment changed) => Estimator.Estimate(changed);
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
            // Messages travel as state: FluentValidation would expand {…} in text that the user wrote.
            var finding = (Finding)failure.CustomState;
            yield return new Diagnostic(
                Descriptor, finding.Message, bag.File, subject.Deployment.Spans.Find(finding.Key), finding.Key, finding.Help) { Note = finding.Note };
        }
    }
}

internal static class RuleExtensions
{
    /// <summary>What to say when the check before this fails.</summary>
    public static IRuleBuilderOptions<Subject, T> Reports<T>(this IRuleBuilderOptions<Subject, T> rule, Func<Subject, Finding> finding) =>
        rule.WithState(finding);

    /// <summary>What to say of each item when the check before this fails.</summary>
    public static IRuleBuilderOptions<Subject, T> Reports<T>(this IRuleBuilderOptions<Subject, T> rule, Func<Subject, T, Finding> finding) =>
        rule.WithState((subject, value) => finding(subject, value));
}
