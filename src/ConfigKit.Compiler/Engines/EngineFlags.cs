using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Engines;

/// <summary>The command line flags of an engine over its releases, from catalog/engines/&lt;name&gt;.flags.json.</summary>
internal sealed class EngineFlags
{
    private const string Negation = "--no-";

    // Spellings without underscores; a flag may have gone and come again under another row.
    private readonly ILookup<string, (JsonElement Row, string Range)> _rows;
    private readonly ImmutableHashSet<string> _removed;
    private readonly Version? _pairsFrom;

    /// <param name="file">The file as it is.</param>
    public EngineFlags(JsonElement file)
    {
        _rows = file.GetProperty("flags")
            .EnumerateObject()
            .SelectMany(f => Spellings(f.Name, f.Value).Select(s => (Spelling: Normalize(s.Name), Row: f.Value, s.Range)))
            .ToLookup(f => f.Spelling, f => (f.Row, f.Range), StringComparer.Ordinal);
        _removed = [.. file.GetProperty("removed").EnumerateArray().Select(f => Normalize(f.GetString() ?? ""))];
        _pairsFrom = file.TryGetProperty("pairs_from", out var from) ? Text.ReleaseNumber.Parse(from.GetString() ?? "") : null;
    }

    /// <summary>Long flags of a release, negated ones among them.</summary>
    public IEnumerable<string> Names(Version release)
    {
        foreach (var flag in _rows.Where(f => f.Key.StartsWith("--", StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (Find(flag.Key, release) is { } row)
            {
                yield return flag.Key;
                if (IsBoolean(row, release))
                {
                    yield return Negation + flag.Key[2..];
                }
            }
        }
    }

    /// <summary>Whether the release takes an argument. Nested configurations may be dotted: --kernel-config.x is known when --kernel-config is.</summary>
    public bool Has(string argument, Version release)
    {
        var name = Normalize(NameOf(argument).Split('.')[0]);
        return Find(name, release) is not null || Negated(name, release) || Paired(name, release);
    }

    /// <summary>Whether an older release had it.</summary>
    public bool IsRemoved(string name, Version release) => _removed.Contains(Normalize(name)) || GoneWith(name, release) is not null;

    /// <summary>The first release without it; null where no older one has it, or too old a one.</summary>
    public Version? GoneWith(string name, Version release) =>
        _rows[Normalize(name)].Select(r => ReleaseRange.EndBefore(r.Range, release)).Max();

    /// <summary>The first later release that has it; null: none.</summary>
    public Version? CameWith(string name, Version release) =>
        _rows[Normalize(name)].Select(r => ReleaseRange.NextAfter(r.Range, release)).Where(v => v is not null).Min();

    /// <summary>The values that a flag takes in a release; empty: any.</summary>
    public ImmutableArray<string> Choices(string name, Version release)
    {
        if (Find(Normalize(name), release) is not { } row)
        {
            return [];
        }

        return row.TryGetProperty("choices_in", out var ranges) ? [.. new NameRanges(ranges).At(release)]
            : row.TryGetProperty("choices", out var choices) ? [.. choices.EnumerateArray().Select(c => c.ToString())]
            : [];
    }

    /// <summary>The default of a flag in a release, as JSON; null: it has none.</summary>
    public string? Default(string name, Version release) =>
        Find(Normalize(name), release) is { } row && Value(row, "default", release) is { ValueKind: not JsonValueKind.Null } value
            ? value.GetRawText()
            : null;

    /// <summary>Whether an argument is a flag rather than the value of one (which may be a negative number).</summary>
    public static bool IsFlag(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (argument[1] == '-' || char.IsAsciiLetter(argument[1]));

    /// <summary>The flag without <c>=value</c>.</summary>
    public static string NameOf(string argument) => argument.Split('=')[0];

    /// <summary>argparse takes underscores for hyphens in long flags of vLLM; the others do not differ by it alone.</summary>
    public static string Normalize(string flag) => flag.StartsWith("--", StringComparison.Ordinal) ? flag.Replace('_', '-') : flag;

    private static IEnumerable<(string Name, string Range)> Spellings(string name, JsonElement row)
    {
        var range = row.TryGetProperty("in", out var releases) ? releases.GetString() ?? "" : "";
        yield return (name, range);
        if (row.TryGetProperty("aliases", out var aliases))
        {
            foreach (var alias in aliases.EnumerateArray())
            {
                yield return (alias.GetString() ?? "", range);
            }
        }

        if (row.TryGetProperty("aliases_in", out var ranges))
        {
            foreach (var alias in ranges.EnumerateObject())
            {
                yield return (alias.Name, alias.Value.GetString() ?? "");
            }
        }
    }

    private JsonElement? Find(string name, Version release)
    {
        foreach (var (row, range) in _rows[name])
        {
            if (ReleaseRange.Covers(range, release))
            {
                return row;
            }
        }

        return null;
    }

    private bool Negated(string name, Version release) =>
        name.StartsWith(Negation, StringComparison.Ordinal)
        && Find("--" + name[Negation.Length..], release) is { } row
        && IsBoolean(row, release);

    /// <summary>--disable-X for --enable-X and the reverse.</summary>
    private bool Paired(string name, Version release)
    {
        var other =
            name.StartsWith("--disable-", StringComparison.Ordinal) ? "--enable-" + name[10..]
            : name.StartsWith("--enable-", StringComparison.Ordinal) ? "--disable-" + name[9..]
            : "";
        return release >= _pairsFrom && Find(other, release) is { } row && IsBoolean(row, release);
    }

    private static bool IsBoolean(JsonElement row, Version release) => Value(row, "type", release)?.GetString() == "bool";

    /// <summary>A value that may have changed with releases.</summary>
    private static JsonElement? Value(JsonElement row, string name, Version release)
    {
        if (row.TryGetProperty(name, out var value))
        {
            return value;
        }

        return row.TryGetProperty(name + "_from", out var changes)
            ? changes
                .EnumerateObject()
                .Where(c => Text.ReleaseNumber.Parse(c.Name) <= release)
                .Select(c => (JsonElement?)c.Value)
                .LastOrDefault(changes.EnumerateObject().First().Value)
            : null;
    }
}
