using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Search;

/// <summary>
/// Finds the smallest edit that makes a file valid: single changes first, then pairs, each verified by compiling the
/// edited text as a whole.
/// </summary>
internal static class RepairSearch
{
    private const int MostPairs = 300;

    /// <summary>The cheapest change after which the file has no error and no diagnostic that it did not have; null when none was found.</summary>
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

        var known = compilation.Diagnostics.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        var singles = RepairCandidates.Of(deployment);
        var pairs = singles
            .SelectMany(
                (a, i) => singles.Skip(i + 1).Where(b => !a.Edits.Any(x => b.Edits.Any(y => x.Path == y.Path))).Select(b => a.With(b))
            )
            .OrderBy(c => c.Cost)
            .Take(MostPairs);
        var forced = RepairCandidates.Forced(deployment);
        foreach (
            var candidate in singles
                .Concat(pairs)
                .Where(c => !c.Edits.Any(x => forced.Edits.Any(y => x.Path == y.Path)))
                .Select(c => forced.With(c))
                .Prepend(forced)
        )
        {
            if (
                candidate.Edits.Length > 0
                && YamlEdit.Apply(compilation.Source.Path, compilation.Source.Text, candidate.Edits) is { } text
                && check(new SourceFile(compilation.Source.Path, text)) is { HasErrors: false } mended
                && mended.Diagnostics.All(d => known.Contains(d.Id))
            )
            {
                return new Fix("set " + string.Join(" and ", candidate.Edits.Select(e => $"`{e}`")), text, candidate.IsSafe);
            }
        }

        return null;
    }
}
