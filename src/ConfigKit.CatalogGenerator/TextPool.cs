using System.Text;

namespace ConfigKit.CatalogGenerator;

/// <summary>
/// The texts of a file as one UTF-8 literal, from which generated code takes slices. String literals would be objects that Native AOT lays
/// out in memory at each start, whether they are used or not.
/// </summary>
internal sealed class TextPool
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _slices = new(StringComparer.Ordinal);
    private int _length;

    /// <summary>"start, length" of a text.</summary>
    public string Slice(string text)
    {
        if (!_slices.TryGetValue(text, out var slice))
        {
            var length = Encoding.UTF8.GetByteCount(text);
            _slices.Add(text, slice = $"{_length}, {length}");
            _text.Append(text);
            _length += length;
        }

        return slice;
    }

    public override string ToString() => _text.ToString();
}
