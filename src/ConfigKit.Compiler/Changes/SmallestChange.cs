using ConfigKit.Estimation;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>Finds what would make a deployment fit in memory, by estimating changed deployments, cheapest change first.</summary>
internal static class SmallestChange
{
    // More alternatives than these do not help to choose.
    private const int MostNamed = 3;

    /// <summary>Up to three changes of different kinds after which memory holds, in words, or that none was found.</summary>
    public static string ThatFits(Deployment d)
    {
        var found = CandidateChanges.ForHelp(d).Select(FirstThatFits).OfType<string>().Take(MostNamed).ToList();
        return found.Count == 0
            ? "nothing tried makes this model fit on this hardware (shorter context, more memory, other layouts, other checkpoints)"
            : string.Join("; or ", found);
    }

    private static string? FirstThatFits(IEnumerable<Change> kind) => kind.FirstOrDefault(c => c.Words is not null && Fits(c))?.Words;

    private static bool Fits(Change change) =>
        change.Deployment is { } changed && Estimator.Estimate(changed()).MemoryVerdict == Verdict.Fits;
}
