using System.Collections;

namespace ConfigKit.Runtime;

/// <summary>An immutable map of texts, in order of its keys, that equals another with the same entries.</summary>
public sealed class ValueMap : IReadOnlyDictionary<string, string>, IEquatable<ValueMap>
{
    private readonly SortedDictionary<string, string> _entries = new(StringComparer.Ordinal);

    /// <summary>Copies the entries.</summary>
    /// <param name="entries">Keys and values; of a key that stands twice the last counts.</param>
    public ValueMap(params (string Key, string Value)[] entries)
    {
        foreach (var (key, value) in entries)
        {
            _entries[key] = value;
        }
    }

    /// <summary>The map without entries.</summary>
    public static ValueMap Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _entries.Values;

    /// <inheritdoc/>
    public string this[string key] => _entries[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out string value)
    {
        var isThere = _entries.TryGetValue(key, out var found);
        value = found ?? "";
        return isThere;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ValueMap? other) => other is not null && _entries.SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueMap);

    /// <inheritdoc/>
    public override int GetHashCode() => _entries.Aggregate(17, (hash, entry) => unchecked((hash * 31) + entry.GetHashCode()));

    /// <summary>The entries between braces.</summary>
    public override string ToString() => "{" + string.Join(", ", _entries.Select(e => e.Key + ": " + e.Value)) + "}";
}
