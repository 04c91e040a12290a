using System.Collections.Immutable;
using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Search;

/// <summary>
/// Finds the smallest edit that makes a file valid: single changes first, then pairs, each verified by compiling the
/// edited text as a whole.
/// </summary>
internal static class RepairSearch
{
    private const int MostPairs = 300;

    /// <summary>
    /// The cheapest change after which the file has no error and no diagnostic that it did not have; null when none was
    /// found.
    /// </summary>
    /// <param name="compilation">A file with errors that settings can fix.</param>
    /// <param name="check">Validates a text; must not search again.</param>
    public static Fix? Find(Compilation compilation, Func<SourceFile, Compilation> check)
    {
        if (
            compilation.Deployment is not { } deployment
            || !compilation.Diagnostics.Where(d => d.Severity == Severity.Error).All(d => d.Descriptor.IsFixable)
        )
        {
            return null;
        }

        var source = compilation.Source;
        var known = compilation.Diagnostics.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var repair in Repairs(deployment))
        {
            if (
                YamlEdit.Apply(source.Path, source.Text, repair.Edits) is { } text
                && check(new SourceFile(source.Path, text)) is { HasErrors: false } repaired
                && repaired.Diagnostics.All(d => known.Contains(d.Id))
            )
            {
                return new Fix("set " + string.Join(" and ", repair.Edits.Select(e => $"`{e}`")), text, repair.IsSafe);
            }
        }

        return null;
    }

    /// <summary>What must change, alone and with each change and pair of changes of other keys; the cheapest first.</summary>
    private static IEnumerable<Repair> Repairs(Deployment d)
    {
        var required = ServingChanges.Required(d).Aggregate(Repair.Nothing, (all, change) => all.With(Repair.Of(change)));
        ImmutableArray<Repair> singles = [.. CandidateChanges.ForRepair(d).Select(Repair.Of)];
        return singles
            .Concat(Pairs(singles).OrderBy(p => p.Cost).Take(MostPairs))
            .Where(r => !r.SharesKeyWith(required))
            .Select(required.With)
            .Prepend(required)
            .Where(r => !r.Edits.IsEmpty);
    }

    private static IEnumerable<Repair> Pairs(ImmutableArray<Repair> singles) =>
        from first in Enumerable.Range(0, singles.Length)
        from second in Enumerable.Range(first + 1, singles.Length - first - 1)
        where !singles[first].SharesKeyWith(singles[second])
        select singles[first].With(singles[second]);

    /// <summary>Changes that are made together.</summary>
    private sealed record Repair(ImmutableArray<YamlEdit> Edits, bool IsSafe, int Cost)
    {
        public static Repair Nothing { get; } = new([], IsSafe: true, 0);

        public static Repair Of(Change change) => new(change.Edits, change.IsSafe, change.Cost);

        public Repair With(Repair other) => new([.. Edits, .. other.Edits], IsSafe && other.IsSafe, Cost + other.Cost);

        public bool SharesKeyWith(Repair other) => Edits.Any(x => other.Edits.Any(y => x.Path == y.Path));
    }
}
