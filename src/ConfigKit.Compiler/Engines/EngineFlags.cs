using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>The command line flags of an engine over its releases, from catalog/engines/&lt;name&gt;.flags.json.</summary>
/// <param name="flags">A flag may have gone and come again as another name of a second row.</param>
/// <param name="removed">Those that went before the first release read.</param>
/// <param name="pairsFrom">First release that takes --disable-X for every --enable-X and the reverse; null: none does.</param>
internal sealed class EngineFlags(CatalogList<FlagEntry> flags, CatalogList<string> removed, string? pairsFrom)
{
    private const string Negation = "--no-";
    private readonly Version? _pairsFrom = pairsFrom is null ? null : ReleaseNumber.Parse(pairsFrom);

    /// <summary>Long flags of a release, negated ones among them.</summary>
    public IEnumerable<string> Names(Version release)
    {
        foreach (var name in flags.Names.SelectMany(Spellings).Where(IsLong).Distinct().Order(StringComparer.Ordinal))
        {
            if (Find(name, release) is { } row)
            {
                yield return name;
                if (IsBoolean(row, release))
                {
                    yield return Negation + name[2..];
                }
            }
        }
    }

    /// <summary>
    /// Whether the release takes an argument. Nested configurations may be dotted: --kernel-config.x is known when --kernel-config is.
    /// </summary>
    public bool Has(string argument, Version release)
    {
        var name = Normalize(NameOf(argument).Split('.')[0]);
        return Find(name, release) is not null || Negated(name, release) || Paired(name, release);
    }

    /// <summary>Whether an older release had it.</summary>
    public bool IsRemoved(string name, Version release) => removed.Find(name) is not null || GoneWith(name, release) is not null;

    /// <summary>The first release without it; null where no older one has it, or too old a one.</summary>
    public Version? GoneWith(string name, Version release) => Ranges(name).Select(r => ReleaseRange.EndBefore(r.Range, release)).Max();

    /// <summary>The first later release that has it; null: none.</summary>
    public Version? CameWith(string name, Version release) =>
        Ranges(name).Select(r => ReleaseRange.NextAfter(r.Range, release)).Where(v => v is not null).Min();

    /// <summary>The values that a flag takes in a release; empty: any.</summary>
    public ImmutableArray<string> Choices(string name, Version release) =>
        Find(name, release) switch
        {
            { ChoicesIn: { } ranges } => [.. new NameRanges(ranges).At(release)],
            { Choices: { } choices } => [.. choices.EnumerateArray().Select(c => c.ToString())],
            _ => [],
        };

    /// <summary>The default of a flag in a release, as JSON; null: it has none.</summary>
    public string? Default(string name, Version release)
    {
        if (Find(name, release) is not { } row)
        {
            return null;
        }

        var value = row.Default ?? (row.DefaultFrom is { } changes ? At(changes, release) : null);
        return value is { ValueKind: not JsonValueKind.Null } stated ? stated.GetRawText() : null;
    }

    /// <summary>
    /// Whether an argument is a flag rather than the value of one: a negative number, or text with a blank before its <c>=</c>
    /// (argparse.py, _parse_optional).
    /// </summary>
    public static bool IsFlag(string argument) =>
        argument.Length > 1
        && argument[0] == '-'
        && !char.IsAsciiDigit(argument[1])
        && argument[1] != '.'
        && !NameOf(argument).Contains(' ', StringComparison.Ordinal);

    /// <summary>The name in <c>--name=value</c>.</summary>
    public static string NameOf(string argument) => argument.Split('=')[0];

    /// <summary>argparse takes underscores for hyphens in long flags of vLLM; the others do not differ by it alone.</summary>
    public static string Normalize(string flag) => CatalogKey.Flag(flag);

    private static bool IsLong(string name) => name.StartsWith("--", StringComparison.Ordinal);

    private IEnumerable<string> Spellings(string name) =>
        flags.All(name).SelectMany(row => row.Aliases.Concat(row.AliasesIn?.Keys ?? [])).Prepend(name).Select(Normalize);

    /// <summary>Rows of that spelling, each with the releases that have it under this one.</summary>
    private IEnumerable<(FlagEntry Row, string Range)> Ranges(string name) =>
        flags.All(name).Select(row => (row, AliasRange(row, Normalize(name)) ?? row.In ?? ""));

    private static string? AliasRange(FlagEntry row, string name) =>
        row.AliasesIn is { } aliases && aliases.Keys.FirstOrDefault(a => Normalize(a) == name) is { } alias ? aliases[alias] : null;

    private FlagEntry? Find(string name, Version release) =>
        Ranges(name).Where(r => ReleaseRange.Covers(r.Range, release)).Select(r => r.Row).FirstOrDefault();

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

    private static bool IsBoolean(FlagEntry row, Version release) =>
        (row.Type ?? (row.TypeFrom is { } changes ? At(changes, release) : null)) == "bool";

    /// <summary>The value that holds in a release; of one before all that were read, the oldest.</summary>
    private static T At<T>(ImmutableSortedDictionary<string, T> changes, Version release)
    {
        var byRelease = changes.Select(c => (From: ReleaseNumber.Parse(c.Key), c.Value)).OrderBy(c => c.From).ToList();
        return byRelease.LastOrDefault(c => c.From <= release, byRelease[0]).Value;
    }
}
