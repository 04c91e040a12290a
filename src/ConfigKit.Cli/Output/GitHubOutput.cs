using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Output;

/// <summary>Annotations of GitHub Actions: errors first, since only ten of each kind are shown.</summary>
internal static class GitHubOutput
{
    public static void Write(IReadOnlyList<Compilation> compilations, TextWriter output)
    {
        var all = compilations.SelectMany(c => c.Diagnostics).OrderByDescending(d => d.Severity).ToList();
        foreach (var d in all)
        {
            var command = d.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "notice",
            };
            var help = d.Help.Length > 0 ? "\nhelp: " + d.Help : "";
            var place = $"line={d.Start.Line},endLine={d.End.Line},col={d.Start.Column},endColumn={d.End.Column}";
            output.WriteLine($"::{command} file={Property(d.File.Path)},{place},title={Property(d.Id)}::{Data(d.Message + help)}");
        }

        var (errors, warnings) = (all.Count(d => d.Severity == Severity.Error), all.Count(d => d.Severity == Severity.Warning));
        output.WriteLine($"{errors} errors, {warnings} warnings in {compilations.Count} files");
    }

    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
