using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Cli.Output;

/// <summary>For people: the source line with a caret, note and help.</summary>
internal static class TextOutput
{
    private const int Width = 160;

    public static void Write(IReadOnlyList<Compilation> compilations, TextWriter output, TextStyle style)
    {
        foreach (var compilation in compilations)
        {
            foreach (var diagnostic in compilation.Diagnostics)
            {
                WriteDiagnostic(diagnostic, output, style);
            }
        }

        foreach (var compilation in compilations)
        {
            output.WriteLine(Summary(compilation, style));
        }
    }

    private static void WriteDiagnostic(Diagnostic d, TextWriter output, TextStyle style)
    {
        var (start, end) = (d.Start, d.End);
        var number = start.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var gutter = new string(' ', number.Length);
        var severity = VerdictName.Of(d.Severity);
        var label = $"{severity}[{d.Id}]";
        style.WriteWrapped(output, label + ": ", Colored(style, d.Severity, label) + style.Bold(": "), Visible.Text(d.Message), style.Bold);
        output.WriteLine($"{gutter}{style.Blue("-->")} {Visible.Text(d.File.Path)}:{start.Line}:{start.Column}");
        var (text, from, length) = Excerpt(
            d.File.LineText(start.Line),
            start.Column - 1,
            end.Line == start.Line ? end.Column - start.Column : int.MaxValue
        );
        output.WriteLine($"{gutter} {style.Blue("|")}");
        output.WriteLine($"{style.Blue(number + " |")} {text}".TrimEnd());
        output.WriteLine($"{gutter} {style.Blue("|")} {new string(' ', from)}{Colored(style, d.Severity, new string('^', length))}");
        if (d.Note.Length > 0)
        {
            WriteRemark(output, style, gutter, "note:", d.Note);
        }

        if (d.Help.Length > 0)
        {
            WriteRemark(output, style, gutter, "help:", d.Help);
        }

        output.WriteLine();
    }

    /// <summary>The part of a line around a span, and where the span stands in it.</summary>
    private static (string Text, int From, int Length) Excerpt(string line, int from, int length)
    {
        from = Math.Clamp(from, 0, line.Length);
        length = Math.Clamp(length, 1, Math.Max(1, line.Length - from));
        var cut = from > Width / 2 ? from - (Width / 4) : 0;
        var visible = line[cut..Math.Min(line.Length, cut + Width)];
        var before = Visible.Text(visible[..Math.Min(from - cut, visible.Length)]);
        var marked = Visible.Text(visible[Math.Min(from - cut, visible.Length)..Math.Min(from - cut + length, visible.Length)]);
        return (Visible.Text(visible), before.Length, Math.Max(1, marked.Length));
    }

    private static string Summary(Compilation c, TextStyle style)
    {
        var errors = c.Diagnostics.Count(d => d.Severity == Severity.Error);
        var warnings = c.Diagnostics.Count(d => d.Severity == Severity.Warning);
        var counts = errors + warnings == 0 ? "" : $" ({Count(errors, "error")}, {Count(warnings, "warning")})";
        var name = VerdictName.Of(c.Verdict);
        var severity =
            c.Verdict is Verdict.Fits ? Severity.Info
            : c.Verdict is Verdict.Tight ? Severity.Warning
            : Severity.Error;
        var facts = "";
        if (c is { Deployment: { } d, Estimate: { } e, Verdict: not Verdict.Invalid })
        {
            facts =
                $": {d.Model.Id} on {d.GpuCount} x {d.Gpu.Id}, {Quantity.FormatBytes(e.Heaviest.WeightsBytes)} of weights per GPU, "
                + $"{Quantity.Count(e.KvCacheTokens)} KV tokens";
        }

        return $"{Visible.Text(c.Source.Path)}: {Colored(style, severity, name)}{counts}{facts}";
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static void WriteRemark(TextWriter output, TextStyle style, string gutter, string word, string text) =>
        style.WriteWrapped(output, $"{gutter} = {word} ", $"{gutter} {style.Blue("=")} {style.Bold(word)} ", Visible.Text(text));

    private static string Colored(TextStyle style, Severity severity, string text) =>
        style.Escaped(
            severity switch
            {
                Severity.Error => "1;31",
                Severity.Warning => "1;33",
                Severity.Info => "1;32",
            },
            text
        );
}
