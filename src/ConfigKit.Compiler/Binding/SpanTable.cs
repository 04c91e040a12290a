using ConfigKit.Text;

namespace ConfigKit.Binding;

/// <summary>
/// Where each key of the model stands in the source: the side table that lets the model itself carry no positions.
/// </summary>
internal sealed class SpanTable
{
    private readonly Dictionary<string, (SourceSpan Key, SourceSpan Value)> _spans = new(StringComparer.Ordinal);

    public void Add(string path, SourceSpan key, SourceSpan value) => _spans[path] = (key, value);

    /// <summary>Whether the user wrote this key.</summary>
    public bool Has(string path) => _spans.ContainsKey(path);

    /// <summary>
    /// The value of a path; for a section, and for a path that is absent, the key of the nearest section that holds it.
    /// </summary>
    public SourceSpan Find(string path)
    {
        var wanted = path;
        while (path.Length > 0)
        {
            if (_spans.TryGetValue(path, out var spans))
            {
                return path == wanted && !IsSection(path) ? spans.Value : spans.Key;
            }

            path = Parent(path);
        }

        return new SourceSpan(0, 0);
    }

    private bool IsSection(string path) =>
        _spans.Keys.Any(k => k.Length > path.Length && k.StartsWith(path, StringComparison.Ordinal) && k[path.Length] == '.');

    private static string Parent(string path)
    {
        var cut = path.LastIndexOfAny(['.', '[']);
        return cut < 0 ? "" : path[..cut];
    }
}
