using System.IO.Enumeration;

namespace ConfigKit.Cli;

/// <summary>File patterns: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders.</summary>
internal static class Glob
{
    public static List<string> Find(string pattern)
    {
        var parts = pattern.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        var found = new List<string>();
        Walk(pattern.StartsWith('/') ? "/" : "", parts, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Walk(string folder, ReadOnlySpan<string> parts, List<string> found)
    {
        var here = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(here))
        {
            return;
        }

        var name = parts[0];
        if (name == "**")
        {
            if (parts.Length > 1)
            {
                Walk(folder, parts[1..], found);
            }

            foreach (var child in Folders(here))
            {
                Walk(Join(folder, child), parts, found);
            }

            return;
        }

        if (parts.Length == 1)
        {
            var files = Directory.EnumerateFiles(here).Select(Path.GetFileName).OfType<string>();
            found.AddRange(files.Where(f => Matches(name, f)).Select(f => Join(folder, f)));
            return;
        }

        foreach (var child in Folders(here).Where(f => Matches(name, f)))
        {
            Walk(Join(folder, child), parts[1..], found);
        }
    }

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    // Links are not followed, so that a loop of links ends.
    private static IEnumerable<string> Folders(string folder) =>
        new DirectoryInfo(folder).EnumerateDirectories().Where(d => d.LinkTarget is null).Select(d => d.Name).Order(StringComparer.Ordinal);

    private static string Join(string folder, string name) =>
        folder.Length == 0 ? name
        : folder.EndsWith('/') ? folder + name
        : folder + "/" + name;
}
