using System.Globalization;
using System.Text;
using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Output;

/// <summary>Markdown of diagnostics: what `explain` prints and docs/diagnostics holds.</summary>
internal static class DiagnosticPages
{
    /// <summary>The page of a diagnostic.</summary>
    public static string Page(DiagnosticDescriptor d)
    {
        var page = new StringBuilder($"# {d.Id}: {d.Title}\n\nSeverity: {VerdictName.Of(d.Severity)} · Group: {d.Group.Title()}\n");
        var e = d.Explanation;
        Section(page, "What it checks", e.Checks);
        Section(page, "Why it matters", e.Why);
        Section(page, "Formula", Indented(e.Formula));
        Example(page, "Example", d.Bad);
        Example(page, "Example, fixed", d.Good);
        Section(page, "Fix", $"{e.Fix}\n\n{SafetyOf(d.FixSafety)}");
        Section(page, "References", Links(e));
        return page.ToString();
    }

    /// <summary>The explanation in one text, for readers that show the title and severity themselves.</summary>
    public static string Help(Explanation e)
    {
        string[] paragraphs = [e.Checks, e.Why, Indented(e.Formula), e.Fix, Links(e)];
        return string.Join("\n\n", paragraphs.Where(p => p.Length > 0));
    }

    /// <summary>docs/diagnostics/README.md: every diagnostic in order, by group.</summary>
    public static string Index(IReadOnlyCollection<DiagnosticDescriptor> descriptors)
    {
        var page = new StringBuilder(
            $"# Diagnostics\n\nNext free ids: {string.Join(", ", NextFree(descriptors))}. An id is never used again.\n"
        );
        foreach (var group in descriptors.GroupBy(d => d.Group).OrderBy(g => g.Key))
        {
            page.Append($"\n## {group.Key.Title()}\n\n| id | fault | severity |\n|---|---|---|\n");
            foreach (var d in group.OrderBy(d => d.Id, StringComparer.Ordinal))
            {
                page.Append($"| [{d.Id}]({d.Id}.md) | {d.Title} | {VerdictName.Of(d.Severity)} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>The number after the last of each thousand, but for syntax, whose templates begin at CK1101.</summary>
    private static IEnumerable<string> NextFree(IEnumerable<DiagnosticDescriptor> descriptors) =>
        descriptors
            .Select(d => int.Parse(d.Id.AsSpan(2), CultureInfo.InvariantCulture))
            .GroupBy(id => id / 100)
            .Select(g => g.Max() + 1)
            .Order()
            .Select(id => $"CK{id}");

    /// <summary>A heading and its text; nothing when there is no text.</summary>
    private static void Section(StringBuilder page, string heading, string text)
    {
        var body = text.ReplaceLineEndings("\n").Trim('\n', ' ');
        if (body.Length > 0)
        {
            page.Append($"\n## {heading}\n\n{(text.StartsWith("    ", StringComparison.Ordinal) ? "    " : "")}{body}\n");
        }
    }

    private static void Example(StringBuilder page, string heading, string yaml)
    {
        if (yaml.Length > 0)
        {
            Section(page, heading, $"```yaml\n{yaml.ReplaceLineEndings("\n").Trim('\n')}\n```");
        }
    }

    /// <summary>Four spaces before each line: a code block of Markdown.</summary>
    private static string Indented(string formula) =>
        formula.Length == 0
            ? ""
            : string.Join('\n', formula.ReplaceLineEndings("\n").Split('\n').Select(l => l.Length > 0 ? "    " + l : l));

    private static string Links(Explanation e) => string.Join('\n', e.References.Select(r => $"- [{r.Title}]({r.Link})"));

    private static string SafetyOf(FixSafety safety) =>
        safety switch
        {
            FixSafety.NotFixable => "`--fix` leaves this to you.",
            FixSafety.Safe =>
                "`--fix` makes the smallest edit that makes the whole file valid. Model, hardware, number format, context and memory share stay.",
            FixSafety.Varies =>
                "`--fix` makes the smallest edit that makes the whole file valid if model, hardware, number format, context and memory share stay; otherwise `--unsafe-fixes` makes it.",
            FixSafety.Unsafe =>
                "Only `--unsafe-fixes` fixes this: every edit that makes the file valid changes model, hardware, number format, context or memory share.",
        };
}
