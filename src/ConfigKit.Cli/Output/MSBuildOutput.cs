using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Output;

/// <summary>`file(line,col,line,col): error CKnnnn: message`, which MSBuild takes for its own.</summary>
internal static class MSBuildOutput
{
    public static void Write(IReadOnlyList<Compilation> compilations, TextWriter output)
    {
        foreach (var d in compilations.SelectMany(c => c.Diagnostics).Where(d => d.Severity != Severity.Info))
        {
            var help = d.Help.Length > 0 ? "; " + d.Help : "";
            var place = $"{d.File.Path}({d.Start.Line},{d.Start.Column},{d.End.Line},{d.End.Column})";
            output.WriteLine($"{place}: {VerdictName.Of(d.Severity)} {d.Id}: {Visible.Text(d.Message + help)}");
        }
    }
}
