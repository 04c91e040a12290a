namespace ConfigKit.Diagnostics;

/// <summary>What all diagnostics of one kind share; one page in docs/diagnostics each.</summary>
/// <param name="Id">CKnnnn, never reused.</param>
/// <param name="Title">Names the fault, not the preferred alternative.</param>
/// <param name="Severity">The severity that the kind has.</param>
public sealed record DiagnosticDescriptor(string Id, string Title, Severity Severity)
{
    /// <summary>What the diagnostic is about.</summary>
    public required DiagnosticGroup Group { get; init; }

    /// <summary>What is checked, why, and what to do; the sections of its page.</summary>
    public required Explanation Explanation { get; init; }

    /// <summary>Whether an edit is searched for that makes the file valid, and what it may change.</summary>
    public FixSafety FixSafety { get; init; } = FixSafety.NotFixable;

    /// <summary>Whether an edit of settings can fix it.</summary>
    public bool IsFixable => FixSafety != FixSafety.NotFixable;

    /// <summary>Of a warning: whether layout or number of GPUs decide it, so that `plan` offers only what is free of it.</summary>
    public bool DependsOnLayout { get; init; }

    /// <summary>A whole deepseek-config.yaml that reports exactly this id.</summary>
    public string Bad { get; init; } = "";

    /// <summary>The same file, fixed: reports nothing.</summary>
    public string Good { get; init; } = "";
}
