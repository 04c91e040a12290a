using ConfigKit.Diagnostics;

namespace ConfigKit.Rules;

/// <summary>One fault of a whole deployment: one sealed class, one file, one id.</summary>
internal abstract class DeploymentRule(DiagnosticDescriptor descriptor)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>What is wrong; nothing when the deployment is free of the fault.</summary>
    protected abstract IEnumerable<Finding> Find(Subject s);

    /// <summary>The findings, as diagnostics.</summary>
    public IEnumerable<Diagnostic> Judge(Subject subject, DiagnosticBag bag)
    {
        foreach (var finding in Find(subject))
        {
            var (file, span) = bag.Locate(subject.Deployment.Spans.Find(finding.Key));
            yield return new Diagnostic(Descriptor, finding.Message, file, span, finding.Key, finding.Help) { Note = finding.Note };
        }
    }
}
