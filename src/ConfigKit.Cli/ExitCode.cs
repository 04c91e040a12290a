namespace ConfigKit.Cli;

/// <summary>What the command answers to the shell.</summary>
internal static class ExitCode
{
    public const int Clean = 0;

    /// <summary>A file has errors, warnings under --strict, or written files are stale under --check.</summary>
    public const int Errors = 1;

    /// <summary>The command was called wrongly, or a file can't be read or written.</summary>
    public const int Misuse = 2;

    /// <summary>A fault of the tool itself.</summary>
    public const int Internal = 3;
}

/// <summary>The command can't go on: one line for the user, exit code 2.</summary>
internal sealed class MisuseException(string message) : Exception(message);
