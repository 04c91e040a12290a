using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Cli.Output;

/// <summary>For people: the source line with a caret, note and help.</summary>
internal static class TextOutput
{
    private const int Width = 160;

    public static void Write(IReadOnlyList<Compilation> compilations, TextWriter output, bool useColor)
    {
        foreach (var compilation in compilations)
        {
            foreach (var diagnostic in compilation.Diagnostics)
            {
                WriteDiagnostic(diagnostic, output, useColor);
            }
        }

        foreach (var compilation in compilations)
        {
            output.WriteLine(Summary(compilation, useColor));
        }
    }

    private static void WriteDiagnostic(Diagnostic d, TextWriter output, bool useColor)
    {
        var style = new Style(useColor);
        var (start, end) = (d.Start, d.End);
        var number = start.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var gutter = new string(' ', number.Length);
        var severity = VerdictName.Of(d.Severity);
        output.WriteLine($"{style.Severity(d.Severity, $"{severity}[{d.Id}]")}{style.Bold(": " + Visible.Text(d.Message))}");
        output.WriteLine($"{gutter}{style.Blue("-->")} {Visible.Text(d.File.Path)}:{start.Line}:{start.Column}");
        var (text, from, length) = Excerpt(
            d.File.LineText(start.Line),
            start.Column - 1,
            end.Line == start.Line ? end.Column - start.Column : int.MaxValue
        );
        output.WriteLine($"{gutter} {style.Blue("|")}");
        output.WriteLine($"{style.Blue(number + " |")} {text}".TrimEnd());
        output.WriteLine($"{gutter} {style.Blue("|")} {new string(' ', from)}{style.Severity(d.Severity, new string('^', length))}");
        if (d.Note.Length > 0)
        {
            output.WriteLine($"{gutter} {style.Blue("=")} {style.Bold("note:")} {Visible.Text(d.Note)}");
        }

        if (d.Help.Length > 0)
        {
            output.WriteLine($"{gutter} {style.Blue("=")} {style.Bold("help:")} {Visible.Text(d.Help)}");
        }

        output.WriteLine();
    }

    /// <summary>The part of a line around a span, and where the span lies in it.</summary>
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

    private static string Summary(Compilation c, bool useColor)
    {
        var style = new Style(useColor);
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
                $": {d.Model.Id} on {d.GpuCount} x {d.Gpu.Id}, {Quantity.FormatBytes(e.Heaviest.WeightsBytes)} of weights a GPU, {Quantity.Count(e.KvCacheTokens)} KV tokens";
        }

        return $"{Visible.Text(c.Source.Path)}: {style.Severity(severity, name)}{counts}{facts}";
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private readonly record struct Style(bool UseColor)
    {
        public string Bold(string text) => Wrap("1", text);

        public string Blue(string text) => Wrap("1;34", text);

        public string Severity(Severity severity, string text) =>
            Wrap(
                severity switch
                {
                    Diagnostics.Severity.Error => "1;31",
                    Diagnostics.Severity.Warning => "1;33",
                    _ => "1;32",
                },
                text
            );

        private string Wrap(string code, string text) => UseColor ? $"\u001b[{code}m{text}\u001b[0m" : text;
    }
}
