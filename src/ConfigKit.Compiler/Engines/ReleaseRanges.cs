using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>Values that hold from a release on.</summary>
internal static class ReleaseRanges
{
    /// <summary>The value of the last range that starts at or before <paramref name="version"/>.</summary>
    public static T? ValueAt<T>(ImmutableArray<SinceVersion<T>> ranges, Version version) =>
        ranges
            .Select(r => (From: ReleaseNumber.Parse(r.From), r.Value))
            .Where(r => r.From <= version)
            .OrderBy(r => r.From)
            .Select(r => r.Value)
            .LastOrDefault();
}
