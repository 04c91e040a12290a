using System.Collections;

namespace ConfigKit.Runtime;

/// <summary>An immutable list that equals another with the same items, so that records that hold one compare by value.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _items;

    /// <summary>Copies the items.</summary>
    /// <param name="items">The items, in order.</param>
    public ValueList(params T[] items) => _items = (T[])items.Clone();

    /// <summary>The list without items.</summary>
    public static ValueList<T> Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Aggregate(17, (hash, item) => unchecked((hash * 31) + (item?.GetHashCode() ?? 0)));

    /// <summary>The items between brackets.</summary>
    public override string ToString() => "[" + string.Join(", ", _items) + "]";
}
