namespace ConfigKit.Runtime;

/// <summary>
/// A reference to a secret: <c>${env:NAME}</c> or <c>${file:/path}</c>. The secret itself is never part of a
/// configuration, of generated code or of what <see cref="ToString"/> shows.
/// </summary>
public sealed record SecretReference
{
    private const string EnvironmentPrefix = "${env:";
    private const string FilePrefix = "${file:";

    private SecretReference(bool isFile, string name) => (IsFile, Name) = (isFile, name);

    /// <summary>Whether the secret lies in a file; otherwise in an environment variable.</summary>
    public bool IsFile { get; }

    /// <summary>The path of the file, or the name of the variable.</summary>
    public string Name { get; }

    /// <summary>Reads a reference.</summary>
    /// <param name="text"><c>${env:NAME}</c> or <c>${file:/path}</c>.</param>
    /// <returns>Null when the text is no reference.</returns>
    public static SecretReference? TryParse(string? text)
    {
        if (text is null || !text.EndsWith("}", StringComparison.Ordinal))
        {
            return null;
        }

        if (text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) && text.Length > EnvironmentPrefix.Length + 1)
        {
            return new SecretReference(false, text.Substring(EnvironmentPrefix.Length, text.Length - EnvironmentPrefix.Length - 1));
        }

        return text.StartsWith(FilePrefix + "/", StringComparison.Ordinal)
            ? new SecretReference(true, text.Substring(FilePrefix.Length, text.Length - FilePrefix.Length - 1))
            : null;
    }

    /// <summary>Reads a reference that is known to be one.</summary>
    /// <param name="text"><c>${env:NAME}</c> or <c>${file:/path}</c>.</param>
    /// <exception cref="FormatException">The text is no reference.</exception>
    public static SecretReference Parse(string text) =>
        TryParse(text) ?? throw new FormatException("a secret must be a reference: ${env:NAME} or ${file:/path}");

    /// <summary>The secret as it is now; a line break at the end of a file is dropped.</summary>
    /// <returns>Null when the variable is not set or the file does not exist.</returns>
    public string? Resolve() =>
        !IsFile ? Environment.GetEnvironmentVariable(Name)
        : File.Exists(Name) ? File.ReadAllText(Name).TrimEnd('\r', '\n')
        : null;

    /// <summary>The secret as it is now.</summary>
    /// <exception cref="InvalidOperationException">The variable is not set or the file does not exist.</exception>
    public string ResolveRequired() =>
        Resolve()
        ?? throw new InvalidOperationException(
            IsFile ? $"the file {Name} with the secret does not exist" : $"the environment variable {Name} with the secret is not set"
        );

    /// <summary>The reference, never the secret.</summary>
    public override string ToString() => (IsFile ? FilePrefix : EnvironmentPrefix) + Name + "}";
}
