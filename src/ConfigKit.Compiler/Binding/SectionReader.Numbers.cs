using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Syntax;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is one number without a unit.</summary>
internal sealed partial class SectionReader
{
    /// <summary>A whole number; <paramref name="words"/> maps words such as <c>auto</c> to numbers.</summary>
    public int? Integer(
        string name,
        string description,
        long min,
        long max,
        KeyDefault<int> @default = default,
        string example = "",
        params (string Word, int Value)[] words
    )
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Integer, description)
                    {
                        Example = example,
                        Minimum = min,
                        Maximum = max,
                        Words = [.. words.Select(w => (w.Word, (long)w.Value))],
                    },
                    value => Write(value, [.. words.Select(w => (w.Word, (long)w.Value))], v => v.ToString(CultureInfo.InvariantCulture))
                )
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

    public double? Number(
        string name,
        string description,
        double min,
        double max,
        KeyDefault<double> @default = default,
        string example = ""
    )
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Number, description)
                    {
                        Example = example,
                        Minimum = min,
                        Maximum = max,
                    },
                    value => value.ToString(CultureInfo.InvariantCulture)
                )
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
            $"`{PathOf(name)}` is {Shorten(scalar.Value)}; it must be between {low} and {high}",
            PathOf(name),
            number < min ? $"write {low} or more" : $"write {high} or less"
        );
        return false;
    }

    /// <summary>A number as the file writes it: as the word that stands for it, if there is one.</summary>
    private static string Write(long value, ImmutableArray<(string Word, long Value)> words, Func<long, string> write) =>
        words.FirstOrDefault(w => w.Value == value).Word ?? write(value);
}
