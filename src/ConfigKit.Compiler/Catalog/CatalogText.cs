using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;

namespace ConfigKit.Catalog;

/// <summary>What the generated code of the catalogue makes of its UTF-8 texts.</summary>
internal static class CatalogText
{
    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary>One on each line.</summary>
    public static ImmutableArray<string> Texts(ReadOnlySpan<byte> utf8) => [.. Text(utf8).Split('\n')];

    public static ImmutableSortedDictionary<string, T> Map<T>(ReadOnlySpan<KeyValuePair<string, T>> pairs) =>
        ImmutableSortedDictionary.CreateRange(pairs.ToArray());

    /// <summary>The numbers behind a key in a table of lines "key TAB number", each with a line break before it.</summary>
    public static ImmutableArray<int> Places(ReadOnlySpan<byte> table, string key)
    {
        if (key.AsSpan().ContainsAny('\t', '\n'))
        {
            return [];
        }

        var places = ImmutableArray.CreateBuilder<int>();
        var wanted = Encoding.UTF8.GetBytes($"\n{key}\t");
        for (var at = table.IndexOf(wanted); at >= 0; at = table.IndexOf(wanted))
        {
            table = table[(at + wanted.Length)..];
            places.Add(
                Utf8Parser.TryParse(table, out int place, out _) ? place : throw new InvalidOperationException($"{key} has no place")
            );
        }

        return places.DrainToImmutable();
    }
}
