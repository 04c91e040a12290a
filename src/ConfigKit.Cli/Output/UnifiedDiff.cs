using System.Globalization;
using System.Text;

namespace ConfigKit.Cli.Output;

/// <summary>A unified diff of two texts that differ in one region.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    public static string Of(string path, string before, string after)
    {
        var (a, b) = (Lines(before), Lines(after));
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
        {
            start++;
        }

        var end = 0;
        while (end < a.Length - start && end < b.Length - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        if (start == a.Length && start == b.Length)
        {
            return "";
        }

        var from = Math.Max(0, start - Context);
        var tail = Math.Min(end, Context);
        var diff = new StringBuilder();
        diff.Append(
            CultureInfo.InvariantCulture,
            $"--- {path}\n+++ {path}\n@@ -{from + 1},{a.Length - end + tail - from} +{from + 1},{b.Length - end + tail - from} @@\n"
        );
        Append(' ', a[from..start]);
        Append('-', a[start..(a.Length - end)]);
        Append('+', b[start..(b.Length - end)]);
        Append(' ', a[(a.Length - end)..(a.Length - end + tail)]);
        return diff.ToString();

        void Append(char mark, string[] lines)
        {
            foreach (var line in lines)
            {
                diff.Append(mark).Append(line.TrimEnd('\r')).Append('\n');
            }
        }
    }

    private static string[] Lines(string text) => (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
}
