using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Syntax;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is a list.</summary>
internal sealed partial class SectionReader
{
    /// <summary>A list of texts. Absent: default (not empty).</summary>
    public ImmutableArray<string> Texts(
        string name,
        string description,
        KeyDefault<ImmutableArray<string>> @default = default,
        string example = "",
        string pattern = "",
        string meaning = ""
    )
    {
        var items = TakeList(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.List, description)
                    {
                        Item = KeyType.Text,
                        Example = example,
                        Pattern = pattern,
                    },
                    texts => WriteList(texts)
                ),
            takesScalar: false
        );
        return items.IsDefault
            ? default
            : [.. items.Select((node, i) => TextOf(Note(node, name, i), $"{name}[{i}]", pattern, meaning)).OfType<string>()];
    }

    /// <summary>A list of whole numbers, for which one number may stand. Absent: default (not empty).</summary>
    public ImmutableArray<int> Integers(
        string name,
        string description,
        long min,
        long max,
        KeyDefault<ImmutableArray<int>> @default = default,
        string example = ""
    )
    {
        var items = TakeList(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.List, description)
                    {
                        Item = KeyType.Integer,
                        Scalar = KeyType.Integer,
                        Example = example,
                        Minimum = min,
                        Maximum = max,
                    },
                    numbers => WriteList(numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))
                ),
            takesScalar: true
        );
        return items.IsDefault
            ? default
            : [.. items.Select((node, i) => IntegerOf(Note(node, name, i), $"{name}[{i}]", min, max)).OfType<int>()];
    }

    /// <summary>A list of words of a closed set. Absent: default (not empty).</summary>
    public ImmutableArray<T> Choices<T>(
        string name,
        string description,
        ImmutableArray<Choice<T>> choices,
        KeyDefault<ImmutableArray<T>> @default = default,
        string example = ""
    )
        where T : struct, Enum
    {
        var items = TakeList(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.List, description)
                    {
                        Item = KeyType.Choice,
                        Example = example,
                        Choices = InfoOf(choices),
                    },
                    values => WriteList(values.Select(v => NameOf(v, choices)))
                ),
            takesScalar: false
        );
        return items.IsDefault
            ? default
            : [.. items.Select((node, i) => ChoiceOf(Note(node, name, i), $"{name}[{i}]", choices)).OfType<T>().Distinct()];
    }

    /// <summary>A list of words of a set that is known only to those who bind. Absent: default (not empty).</summary>
    public ImmutableArray<string> Words(
        string name,
        string description,
        ImmutableArray<ChoiceInfo> words,
        KeyDefault<ImmutableArray<string>> @default = default,
        string example = ""
    )
    {
        var items = TakeList(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.List, description)
                    {
                        Item = KeyType.Choice,
                        Example = example,
                        Choices = words,
                    },
                    values => WriteList(values)
                ),
            takesScalar: false
        );
        return items.IsDefault
            ? default
            :
            [
                .. items
                    .Select(
                        (node, i) =>
                            IndexOf(Note(node, name, i), $"{name}[{i}]", [.. words.Select(w => w.Name)]) is { } index
                                ? words[index].Name
                                : null
                    )
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ];
    }

    /// <summary>The items; default (not empty) when there is no list.</summary>
    private ImmutableArray<YamlNode> TakeList(string name, Func<KeyInfo> describe, bool takesScalar)
    {
        var node = Take(name, describe);
        switch (node)
        {
            case null:
                return default;
            case YamlSequence sequence:
                return sequence.Items;
            case YamlScalar when takesScalar:
                return [node];
            default:
                ReportType(node, name, "a list", "write it as [a, b]");
                return default;
        }
    }

    private static string WriteList(IEnumerable<string> items) => "[" + string.Join(", ", items) + "]";

    private YamlNode Note(YamlNode node, string name, int index)
    {
        _context!.Spans.Add(PathOf($"{name}[{index}]"), node.Span, node.Span);
        return node;
    }
}
