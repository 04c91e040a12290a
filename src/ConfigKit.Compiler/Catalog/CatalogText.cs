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
}
