using System.Text.RegularExpressions;
using ConfigKit.Syntax;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is one text.</summary>
internal sealed partial class SectionReader
{
    // No value of this file needs more, and Dockerfiles, environment files and command lines have no way to write a line break.
    private const int LongestText = 4096;

    /// <summary>What a reference to a secret looks like.</summary>
    public const string SecretPattern = @"^\$\{(env:[A-Za-z_][A-Za-z0-9_]*|file:/[A-Za-z0-9._/-]+)\}$";

    private const string SecretMeaning = "a reference: ${env:NAME} or ${file:/path}, never the secret itself";

    private static bool IsUnprintable(char c) => (char.IsControl(c) && c != '\t') || c is '\u2028' or '\u2029' || char.IsSurrogate(c);

    /// <summary>A text. <paramref name="pattern"/> is an ECMAScript regular expression, anchored at both ends.</summary>
    public string? Text(
        string name,
        string description,
        KeyDefault<string> @default = default,
        string example = "",
        string pattern = "",
        string meaning = "",
        bool required = false
    )
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Text, description)
                    {
                        Example = example,
                        Pattern = pattern,
                        PatternMeaning = meaning,
                        IsRequired = required,
                    },
                    text => text
                )
        );
        if (node is null)
        {
            ReportMissing(name, required);
            return null;
        }

        return TextOf(node, name, pattern, meaning);
    }

    /// <summary>A reference to a secret: <c>${env:NAME}</c> or <c>${file:/path}</c>.</summary>
    public string? Secret(string name, string description, string example)
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Text, description)
                {
                    Example = example,
                    Pattern = SecretPattern,
                    PatternMeaning = SecretMeaning,
                    IsSecret = true,
                }
        );
        return node is null ? null : TextOf(node, name, SecretPattern, SecretMeaning);
    }

    private void ReportMissing(string name, bool required)
    {
        if (required && !IsRecording && _mapping is not null)
        {
            Report(
                BindingDiagnostics.MissingKey,
                _mapping.Span with
                {
                    End = _mapping.Span.Start,
                },
                $"`{PathOf(name)}` is missing",
                PathOf(name),
                $"add `{name}`"
            );
        }
    }

    private string? TextOf(YamlNode node, string name, string pattern, string meaning)
    {
        if (node is not YamlScalar scalar)
        {
            ReportType(node, name, "text");
            return null;
        }

        if (scalar.IsPlain && (CoreSchema.IsNumber(scalar.Value) || CoreSchema.IsBoolean(scalar.Value)))
        {
            ReportType(node, name, "text", $"quote it: \"{scalar.Value}\"");
            return null;
        }

        return Matches(scalar, name, pattern, meaning) ? scalar.Value : null;
    }

    private bool Matches(YamlScalar scalar, string name, string pattern, string meaning)
    {
        if (scalar.Value.Length > LongestText || scalar.Value.Any(IsUnprintable))
        {
            var fault =
                scalar.Value.Length > LongestText
                    ? $"has {scalar.Value.Length} characters; at most {LongestText} are allowed"
                    : "contains a line break or another control character";
            Report(
                BindingDiagnostics.MalformedValue,
                scalar.Span,
                $"`{PathOf(name)}` {fault}",
                PathOf(name),
                "write one line of printable text"
            );
            return false;
        }

        if (pattern.Length == 0 || IsMatch(scalar.Value, pattern))
        {
            return true;
        }

        Report(
            BindingDiagnostics.MalformedValue,
            scalar.Span,
            $"`{PathOf(name)}` takes {meaning}, not \"{Shorten(scalar.Value)}\"",
            PathOf(name),
            $"write {meaning}"
        );
        return false;
    }

    // .NET's `$` also matches before a final line break; the schema's, and ours, does not. NonBacktracking would take longer to build the
    // automaton of a pattern than the rest of a run takes; the patterns are ours, and a test holds that none takes long.
    private static bool IsMatch(string text, string pattern) =>
        Regex.IsMatch(text, @"\A(?:" + pattern.TrimStart('^').TrimEnd('$') + @")\z", RegexOptions.CultureInvariant);
}
