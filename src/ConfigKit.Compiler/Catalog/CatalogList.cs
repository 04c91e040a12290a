namespace ConfigKit.Catalog;

/// <summary>The entries of a list: for each its name and aliases, with tabs between them, on a line.</summary>
internal readonly record struct CatalogEntries(string Names, Func<int, object> Entry);

/// <summary>A list of the catalogue of which only the wanted entries are made.</summary>
/// <param name="entries">The list.</param>
/// <param name="key">What the names for one entry have in common.</param>
/// <param name="comparer">How keys are compared.</param>
internal sealed class CatalogList<T>(CatalogEntries entries, Func<string, string> key, StringComparer comparer)
    where T : class
{
    private readonly Lazy<Dictionary<string, int>> _places = new(() => PlacesOf(entries.Names.Split('\n'), key, comparer));

    /// <summary>The first entry with that name or alias, or null.</summary>
    public T? Find(string name) => _places.Value.TryGetValue(key(name), out var place) ? (T)entries.Entry(place) : null;

    /// <summary>The names of the entries without their aliases.</summary>
    public IEnumerable<string> Names() => entries.Names.Split('\n').Select(n => n.Split('\t')[0]);

    private static Dictionary<string, int> PlacesOf(string[] entries, Func<string, string> key, StringComparer comparer)
    {
        var places = new Dictionary<string, int>(comparer);
        for (var i = 0; i < entries.Length; i++)
        {
            foreach (var name in entries[i].Split('\t'))
            {
                places.TryAdd(key(name), i);
            }
        }

        return places;
    }
}
