namespace ConfigKit.Diagnostics;

/// <summary>How serious a diagnostic is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; never fails a run.</summary>
    Info,

    /// <summary>Likely a mistake; fails a run under <c>--strict</c>.</summary>
    Warning,

    /// <summary>Would fail; nothing is written.</summary>
    Error,
}
