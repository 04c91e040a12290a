using System.Collections.Immutable;
using ConfigKit.Syntax;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is a mapping or a list.</summary>
internal sealed partial class SectionReader
{
    /// <summary>A section; left out, it is bound from nothing, so that every key of it is absent.</summary>
    public T Section<T>(string name, string description, Func<SectionReader, T> bind)
    {
        var mapping = TakeMapping(name, description, bind, isOptional: false);
        if (IsRecording)
        {
            return bind(new SectionReader(PathOf(name)));
        }

        return BindChild(mapping, PathOf(name), bind);
    }

    /// <summary>A section that may be left out, which is not the same as empty.</summary>
    public T? OptionalSection<T>(string name, string description, Func<SectionReader, T> bind)
        where T : class
    {
        var mapping = TakeMapping(name, description, bind, isOptional: true);
        return IsRecording || mapping is null ? null : BindChild(mapping, PathOf(name), bind);
    }

    /// <summary>A section for which a text may stand, such as a catalogue id.</summary>
    public T? TextOrSection<T>(
        string name,
        string description,
        Func<string, T> fromText,
        Func<SectionReader, T> bind,
        string @default = "",
        string example = ""
    )
        where T : class
    {
        var node = Take(
            name,
            () =>
                SectionInfo(name, description, bind, KeyType.Text) with
                {
                    IsOptionalSection = true,
                    Default = @default,
                    Example = example,
                }
        );
        return node switch
        {
            null => null,
            YamlMapping mapping => BindChild(mapping, PathOf(name), bind),
            YamlScalar when TextOf(node, name, "", "") is { } text => fromText(text),
            YamlScalar => null,
            _ => NotMapping(node, name) as T,
        };
    }

    private YamlMapping? TakeMapping<T>(string name, string description, Func<SectionReader, T> bind, bool isOptional)
    {
        var node = Take(name, () => SectionInfo(name, description, bind, scalar: null) with { IsOptionalSection = isOptional });
        return node is null or YamlMapping ? (YamlMapping?)node : NotMapping(node, name);
    }

    private YamlMapping? NotMapping(YamlNode node, string name)
    {
        ReportType(node, name, "a mapping", "indent its keys under it");
        return null;
    }

    private KeyInfo SectionInfo<T>(string name, string description, Func<SectionReader, T> bind, KeyType? scalar) =>
        new(PathOf(name), name, KeyType.Section, description) { Scalar = scalar, Children = Describe(bind, PathOf(name)) };

    private T BindChild<T>(YamlMapping? mapping, string path, Func<SectionReader, T> bind)
    {
        var child = new SectionReader(mapping, path, _context!);
        var value = bind(child);
        child.ReportUnknownKeys();
        return value;
    }

    /// <summary>A list of texts. Absent: default (not empty).</summary>
    public ImmutableArray<string> Texts(
        string name,
        string description,
        string @default = "",
        string example = "",
        string pattern = "",
        string meaning = ""
    )
    {
        var items = TakeList(name, description, KeyType.Text, null, @default, example, pattern);
        return items.IsDefault
            ? default
            : [.. items.Select((node, i) => TextOf(Note(node, name, i), $"{name}[{i}]", pattern, meaning)).OfType<string>()];
    }

    /// <summary>A list of whole numbers, for which one number may stand. Absent: default (not empty).</summary>
    public ImmutableArray<int> Integers(string name, string description, long min, long max, string @default = "", string example = "")
    {
        var items = TakeList(name, description, KeyType.Integer, KeyType.Integer, @default, example, "", min, max);
        return items.IsDefault
            ? default
            : [.. items.Select((node, i) => IntegerOf(Note(node, name, i), $"{name}[{i}]", min, max)).OfType<int>()];
    }

    /// <summary>A list of words of a closed set. Absent: default (not empty).</summary>
    public ImmutableArray<T> Choices<T>(
        string name,
        string description,
        ImmutableArray<Choice<T>> choices,
        string @default = "",
        string example = ""
    )
        where T : struct, Enum
    {
        var items = TakeList(
            name,
            description,
            KeyType.Choice,
            null,
            @default,
            example,
            "",
            choices: [.. choices.Select(c => new ChoiceInfo(c.Name, c.Description))]
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
        string @default = "",
        string example = ""
    )
    {
        var items = TakeList(name, description, KeyType.Choice, null, @default, example, "", choices: words);
        return items.IsDefault
            ? default
            :
            [
                .. items
                    .Select((node, i) => WordOf(Note(node, name, i), $"{name}[{i}]", [.. words.Select(w => w.Name)]))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ];
    }

    private ImmutableArray<YamlNode> TakeList(
        string name,
        string description,
        KeyType item,
        KeyType? scalar,
        string @default,
        string example,
        string pattern,
        double? min = null,
        double? max = null,
        ImmutableArray<ChoiceInfo> choices = default
    )
    {
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.List, description)
                {
                    Item = item,
                    Scalar = scalar,
                    Default = @default,
                    Example = example,
                    Pattern = pattern,
                    Minimum = min,
                    Maximum = max,
                    Choices = choices.IsDefault ? [] : choices,
                }
        );
        switch (node)
        {
            case null:
                return default;
            case YamlSequence sequence:
                return sequence.Items;
            case YamlScalar when scalar is not null:
                return [node];
            default:
                ReportType(node, name, "a list", "write it as [a, b]");
                return default;
        }
    }

    private YamlNode Note(YamlNode node, string name, int index)
    {
        _context!.Spans.Add(PathOf($"{name}[{index}]"), node.Span, node.Span);
        return node;
    }

    /// <summary>A mapping of the user's own names to texts; numbers and booleans are taken as written. In order of name.</summary>
    public ImmutableSortedDictionary<string, string> Map(
        string name,
        string description,
        string pattern,
        string meaning,
        string example = ""
    )
    {
        var empty = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Map, description)
                {
                    Pattern = pattern,
                    PatternMeaning = meaning,
                    Example = example,
                }
        );
        if (node is null)
        {
            return empty;
        }

        if (node is not YamlMapping mapping)
        {
            ReportType(node, name, "a mapping of names to values");
            return empty;
        }

        var result = empty.ToBuilder();
        foreach (var entry in mapping.Entries)
        {
            var item = $"{name}.{entry.Key.Value}";
            if (entry.Value is not YamlScalar value)
            {
                ReportType(entry.Value, item, "one value");
            }
            else if (Matches(entry.Key, name, pattern, meaning) && Matches(value, item, "", ""))
            {
                _context!.Spans.Add(PathOf(item), entry.Key.Span, entry.Value.Span);
                result[entry.Key.Value] = value.Value;
            }
        }

        return result.ToImmutable();
    }

    /// <summary>The user's own mapping, kept as written.</summary>
    public YamlMapping? Free(string name, string description, string example = "")
    {
        var node = Take(name, () => new KeyInfo(PathOf(name), name, KeyType.Any, description) { Example = example });
        return node is null or YamlMapping ? (YamlMapping?)node : NotMapping(node, name);
    }
}
