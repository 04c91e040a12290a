using System.Collections.Immutable;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>The list of changes, by kind.</summary>
internal static class CandidateChanges
{
    /// <summary>
    /// The kinds that help texts name, in the order in which they name them. Of each kind the first change that works
    /// is named, so that layouts come widest first: few stages answer soonest.
    /// </summary>
    public static ImmutableArray<IEnumerable<Change>> ForHelp(Deployment d) =>
        [
            ServingChanges.Of(d),
            LayoutChanges.Of(d, LayoutSearch.WidestFirst(d)),
            HardwareChanges.Gpus(d).Concat(HardwareChanges.Nodes(d)),
            CheckpointChanges.Precisions(d),
            CheckpointChanges.Requantized(d),
            HardwareChanges.OtherGpus(d),
        ];

    /// <summary>The changes that can be written into the file, the cheapest first; layouts by how little they change.</summary>
    public static ImmutableArray<Change> ForRepair(Deployment d)
    {
        IEnumerable<Change>[] kinds =
        [
            HardwareChanges.Network(d),
            LayoutChanges.Of(d, LayoutSearch.ByDistance(d)),
            ServingChanges.Of(d),
            CheckpointChanges.Precisions(d),
            CheckpointChanges.Requantized(d),
            HardwareChanges.Gpus(d),
            HardwareChanges.Nodes(d),
        ];
        return [.. kinds.SelectMany(k => k).Where(c => !c.Edits.IsEmpty).OrderBy(c => c.Cost)];
    }
}
