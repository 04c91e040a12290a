namespace ConfigKit.Targets;

/// <summary>A file to write.</summary>
/// <param name="Path">Relative to the output folder, with forward slashes.</param>
/// <param name="Content">Text with "\n" line breaks, ending in one; written as UTF-8 without byte order mark.</param>
/// <param name="IsExecutable">Whether the file is a script.</param>
internal sealed record GeneratedFile(string Path, string Content, bool IsExecutable = false);
