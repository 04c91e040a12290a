using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>
/// Ranges of releases as the catalogue writes them: "FROM..UNTIL", the first release that has something and the first that has it no
/// longer. Either may be left out; several are separated by commas; the empty text is every release. A suffix counts as its base release.
/// </summary>
internal static class ReleaseRange
{
    public static bool Covers(string range, Version release) =>
        Spans(range).Any(s => (s.From is null || release >= s.From) && (s.Until is null || release < s.Until));

    /// <summary>The first release of the range after <paramref name="release"/>; null: there is none.</summary>
    public static Version? NextAfter(string range, Version release) => Spans(range).Select(s => s.From).FirstOrDefault(f => f > release);

    /// <summary>Where the last span before <paramref name="release"/> ended; null: none did.</summary>
    public static Version? EndBefore(string range, Version release) => Spans(range).Select(s => s.Until).LastOrDefault(u => u <= release);

    private static IEnumerable<(Version? From, Version? Until)> Spans(string range) =>
        range
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(s => s.Split(".."))
            .Select(ends => (Parse(ends[0]), Parse(ends.ElementAtOrDefault(1) ?? "")));

    private static Version? Parse(string release) => release.Length == 0 ? null : ReleaseNumber.Parse(release);
}
