using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is one scalar.</summary>
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
        string @default = "",
        string example = "",
        string pattern = "",
        string meaning = "",
        bool required = false
    )
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Text, description)
                {
                    Default = @default,
                    Example = example,
                    Pattern = pattern,
                    PatternMeaning = meaning,
                    IsRequired = required,
                }
        );
        return node is null ? MissingText(name, required) : TextOf(node, name, pattern, meaning);
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

    private string? MissingText(string name, bool required)
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

        return null;
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
                    : "holds a line break or another control character";
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

    // .NET's `$` also matches before a final line break; the schema's, and ours, does not.
    private static bool IsMatch(string text, string pattern) =>
        Regex.IsMatch(
            text,
            @"\A(?:" + pattern.TrimStart('^').TrimEnd('$') + @")\z",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );

    /// <summary>A whole number; <paramref name="words"/> maps words such as <c>auto</c> to numbers.</summary>
    public int? Integer(
        string name,
        string description,
        long min,
        long max,
        string @default = "",
        string example = "",
        params (string Word, int Value)[] words
    )
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Integer, description)
                {
                    Default = @default,
                    Example = example,
                    Minimum = min,
                    Maximum = max,
                    Words = [.. words.Select(w => (w.Word, (long)w.Value))],
                }
        );
        return node is null ? null : IntegerOf(node, name, min, max, words);
    }

    private int? IntegerOf(YamlNode node, string name, long min, long max, ReadOnlySpan<(string Word, int Value)> words = default)
    {
        foreach (var (word, value) in words)
        {
            if (node is YamlScalar s && s.Value == word)
            {
                return value;
            }
        }

        if (node is not YamlScalar { IsPlain: true } scalar || !CoreSchema.TryParseInteger(scalar.Value, out var number))
        {
            var alternative = words.Length > 0 ? $" or `{words[0].Word}`" : "";
            ReportType(
                node,
                name,
                "a whole number" + alternative,
                node is YamlScalar { IsPlain: false } q && CoreSchema.TryParseInteger(q.Value, out _) ? "remove the quotes" : ""
            );
            return null;
        }

        return InRange(scalar, name, number, min, max) ? (int)number : null;
    }

    public double? Number(string name, string description, double min, double max, string @default = "", string example = "")
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Number, description)
                {
                    Default = @default,
                    Example = example,
                    Minimum = min,
                    Maximum = max,
                }
        );
        if (node is null)
        {
            return null;
        }

        if (node is not YamlScalar { IsPlain: true } scalar || !CoreSchema.TryParseNumber(scalar.Value, out var number))
        {
            ReportType(node, name, "a number");
            return null;
        }

        return InRange(scalar, name, number, min, max) ? number : null;
    }

    private bool InRange(YamlScalar scalar, string name, double number, double min, double max)
    {
        if (number >= min && number <= max)
        {
            return true;
        }

        var (low, high) = (min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
        Report(
            BindingDiagnostics.OutOfRange,
            scalar.Span,
            $"`{PathOf(name)}` is {Shorten(scalar.Value)}; it must lie from {low} to {high}",
            PathOf(name),
            number < min ? $"at least {low}" : $"at most {high}"
        );
        return false;
    }

    public bool? Boolean(string name, string description, string @default = "", string example = "true")
    {
        var node = Take(
            name,
            () => new KeyInfo(PathOf(name), name, KeyType.Boolean, description) { Default = @default, Example = example }
        );
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalar { IsPlain: true } scalar && CoreSchema.TryParseBoolean(scalar.Value, out var value))
        {
            return value;
        }

        var help =
            node is YamlScalar { Value: "yes" or "on" or "Yes" or "On" } ? "YAML 1.2: write true"
            : node is YamlScalar { Value: "no" or "off" or "No" or "Off" } ? "YAML 1.2: write false"
            : "write true or false";
        ReportType(node, name, "true or false", help);
        return null;
    }

    /// <summary>Bytes; <paramref name="words"/> maps words such as <c>unlimited</c> to a number.</summary>
    public long? Size(
        string name,
        string description,
        string @default = "",
        string example = "",
        long min = 0,
        long max = long.MaxValue,
        params (string Word, long Value)[] words
    )
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Size, description)
                {
                    Default = @default,
                    Example = example,
                    Pattern = Quantity.SizePattern,
                    Words = [.. words],
                    Minimum = min,
                    Maximum = max,
                }
        );
        foreach (var (word, value) in words)
        {
            if (node is YamlScalar s && s.Value == word)
            {
                return value;
            }
        }

        if (QuantityText(node, name, "a size", Quantity.SizeUnits) is not { } scalar)
        {
            return null;
        }

        if (!Quantity.TryParseSize(scalar.Value, out var bytes))
        {
            ReportUnit(scalar, name, "a size", Quantity.SizeUnits, "80GiB");
            return null;
        }

        return QuantityInRange(scalar, name, bytes, min, max, v => Quantity.FormatBytes(v)) ? bytes : null;
    }

    /// <summary>Bytes per second, written as bits or bytes per second.</summary>
    public long? Rate(string name, string description, string @default = "", string example = "")
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Rate, description)
                {
                    Default = @default,
                    Example = example,
                    Pattern = Quantity.RatePattern,
                }
        );
        if (QuantityText(node, name, "a rate", Quantity.RateUnits) is not { } scalar)
        {
            return null;
        }

        if (Quantity.TryParseRate(scalar.Value, out var rate))
        {
            return rate;
        }

        ReportUnit(scalar, name, "a rate", Quantity.RateUnits, "400Gbps");
        return null;
    }

    public TimeSpan? Duration(string name, string description, string @default = "", string example = "")
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Duration, description)
                {
                    Default = @default,
                    Example = example,
                    Pattern = Quantity.DurationPattern,
                }
        );
        if (QuantityText(node, name, "a duration", Quantity.DurationUnits) is not { } scalar)
        {
            return null;
        }

        if (Quantity.TryParseDuration(scalar.Value, out var value))
        {
            return value;
        }

        ReportUnit(scalar, name, "a duration", Quantity.DurationUnits, "30s");
        return null;
    }

    private YamlScalar? QuantityText(YamlNode? node, string name, string what, string units)
    {
        if (node is null or YamlScalar)
        {
            return (YamlScalar?)node;
        }

        ReportType(node, name, $"{what} with its unit ({units})");
        return null;
    }

    private void ReportUnit(YamlScalar scalar, string name, string what, string units, string example)
    {
        var reason = scalar.IsPlain && CoreSchema.IsNumber(scalar.Value) ? "has no unit" : $"is not {what}";
        Report(
            BindingDiagnostics.WrongUnit,
            scalar.Span,
            $"`{PathOf(name)}`: \"{Shorten(scalar.Value)}\" {reason}; units are {units}",
            PathOf(name),
            $"write it like {example}"
        );
    }

    private bool QuantityInRange(YamlScalar scalar, string name, long value, long min, long max, Func<double, string> format)
    {
        if (value >= min && value <= max)
        {
            return true;
        }

        Report(
            BindingDiagnostics.OutOfRange,
            scalar.Span,
            $"`{PathOf(name)}` is {Shorten(scalar.Value)}; it must lie from {format(min)} to {format(max)}",
            PathOf(name),
            value < min ? $"at least {format(min)}" : $"at most {format(max)}"
        );
        return false;
    }

    public T? Choice<T>(string name, string description, ImmutableArray<Choice<T>> choices, string @default = "", string example = "")
        where T : struct, Enum
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Choice, description)
                {
                    Default = @default,
                    Example = example.Length > 0 ? example : choices[0].Name,
                    Choices = [.. choices.Select(c => new ChoiceInfo(c.Name, c.Description))],
                }
        );
        return node is null ? null : ChoiceOf(node, name, choices);
    }

    private T? ChoiceOf<T>(YamlNode node, string name, ImmutableArray<Choice<T>> choices)
        where T : struct, Enum =>
        WordOf(node, name, [.. choices.Select(c => c.Name)]) is { } word ? choices.First(c => c.Name == word).Value : null;

    /// <summary>One of the words; null when it is another, which is reported.</summary>
    private string? WordOf(YamlNode node, string name, ImmutableArray<string> words)
    {
        if (node is not YamlScalar scalar)
        {
            ReportType(node, name, "one of " + string.Join(", ", words));
            return null;
        }

        if (words.Contains(scalar.Value))
        {
            return scalar.Value;
        }

        var nearest = NearestWord.Find(scalar.Value, words);
        Report(
            BindingDiagnostics.UnknownChoice,
            scalar.Span,
            $"`{PathOf(name)}` is one of {string.Join(", ", words)}, not `{Shorten(scalar.Value)}`",
            PathOf(name),
            nearest is null ? "" : $"did you mean `{nearest}`?"
        );
        return null;
    }
}
