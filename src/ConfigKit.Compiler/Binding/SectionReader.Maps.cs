using System.Collections.Immutable;
using ConfigKit.Syntax;

namespace ConfigKit.Binding;

/// <summary>The keys whose value maps names of the user's own.</summary>
internal sealed partial class SectionReader
{
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

    /// <summary>Sections under the user's own names, in order of name.</summary>
    public ImmutableSortedDictionary<string, T> Sections<T>(
        string name,
        string description,
        string pattern,
        string meaning,
        Func<SectionReader, T> bind
    )
    {
        var empty = ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
        var node = Take(
            name,
            () =>
                new KeyInfo(PathOf(name), name, KeyType.Map, description)
                {
                    Pattern = pattern,
                    PatternMeaning = meaning,
                    Item = KeyType.Section,
                    Children = Describe(bind, PathOf(name) + ".name"),
                }
        );
        if (node is not YamlMapping mapping)
        {
            if (node is not null)
            {
                ReportType(node, name, "a mapping of names to sections");
            }

            return empty;
        }

        var result = empty.ToBuilder();
        foreach (var entry in mapping.Entries)
        {
            var item = $"{name}.{entry.Key.Value}";
            if (entry.Value is not (YamlMapping or YamlScalar { IsNull: true }))
            {
                ReportType(entry.Value, item, "a mapping", "indent its keys under it");
            }
            else if (Matches(entry.Key, name, pattern, meaning))
            {
                _context!.Spans.Add(PathOf(item), entry.Key.Span, entry.Value.Span);
                result[entry.Key.Value] = BindChild(entry.Value as YamlMapping, PathOf(item), bind);
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
