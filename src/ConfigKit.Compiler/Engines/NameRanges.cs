using System.Text.Json;

namespace ConfigKit.Engines;

/// <summary>Names with the releases that have them: an object of a catalogue file, whose values end in a range.</summary>
internal sealed class NameRanges(JsonElement names)
{
    public bool Has(string name, Version release) =>
        names.TryGetProperty(name, out var range) && ReleaseRange.Covers(RangeOf(range), release);

    /// <summary>All that the release has.</summary>
    public IEnumerable<string> At(Version release) =>
        names.EnumerateObject().Where(n => ReleaseRange.Covers(RangeOf(n.Value), release)).Select(n => n.Name);

    /// <summary>The first later release that has it; null: none.</summary>
    public Version? NextAfter(string name, Version release) =>
        names.TryGetProperty(name, out var range) ? ReleaseRange.NextAfter(RangeOf(range), release) : null;

    /// <summary>A metric's kind stands before its range.</summary>
    private static string RangeOf(JsonElement value)
    {
        var text = value.GetString() ?? "";
        return char.IsAsciiLetter(text.FirstOrDefault())
            ? text[(text.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var at ? at + 1 : text.Length)..]
            : text;
    }
}
