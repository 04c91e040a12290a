namespace ConfigKit.Diagnostics;

/// <summary>Whether settings can fix a diagnostic, and what the edit may change for the user.</summary>
public enum FixSafety
{
    /// <summary>No edit is searched for: the fix is outside the settings, only the user knows it, or it is a warning.</summary>
    NotFixable,

    /// <summary>Every edit keeps model, hardware, number format, context and memory share.</summary>
    Safe,

    /// <summary>Some edits keep all of these, others don't; each edit says which.</summary>
    Varies,

    /// <summary>Every edit changes one of these.</summary>
    Unsafe,
}
