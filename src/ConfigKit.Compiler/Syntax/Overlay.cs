namespace ConfigKit.Syntax;

/// <summary>One document laid over another: <c>deepseek-config.production.yaml</c> over <c>deepseek-config.yaml</c>.</summary>
internal static class Overlay
{
    /// <summary>
    /// Mappings are merged key by key, at any depth; everything else of <paramref name="above"/> replaces what lies
    /// below. A key without value takes the key away.
    /// </summary>
    public static YamlNode Merge(YamlNode below, YamlNode above)
    {
        if (below is not YamlMapping lower || above is not YamlMapping upper)
        {
            return above;
        }

        var entries = new List<YamlEntry>();
        foreach (var entry in lower.Entries)
        {
            var other = upper.Entries.FirstOrDefault(e => e.Key.Value == entry.Key.Value);
            entries.Add(other is null ? entry : new YamlEntry(other.Key, Merge(entry.Value, other.Value)));
        }

        var names = lower.Entries.Select(e => e.Key.Value).ToHashSet(StringComparer.Ordinal);
        entries.AddRange(upper.Entries.Where(e => !names.Contains(e.Key.Value)));
        return upper with { Entries = [.. entries] };
    }

    /// <summary>The node with its positions moved, so that the positions of two documents can't be confused.</summary>
    public static YamlNode Shift(YamlNode node, int by)
    {
        var span = node.Span with { Start = node.Span.Start + by, End = node.Span.End + by };
        return node switch
        {
            YamlMapping m => m with
            {
                Span = span,
                Entries = [.. m.Entries.Select(e => new YamlEntry((YamlScalar)Shift(e.Key, by), Shift(e.Value, by)))],
            },
            YamlSequence s => s with { Span = span, Items = [.. s.Items.Select(i => Shift(i, by))] },
            _ => node with { Span = span },
        };
    }
}
