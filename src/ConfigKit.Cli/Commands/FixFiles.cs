using System.Text;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Commands;

/// <summary>`validate --fix`: applies the edits that make files valid, all other bytes kept.</summary>
internal static class FixFiles
{
    public static int Run(IEnumerable<string> paths, bool allowsUnsafe, bool isDiff, Terminal terminal)
    {
        var exit = ExitCode.Clean;
        foreach (var path in paths)
        {
            var source = SourceReader.Read(path, terminal);
            var compilation = ConfigCompiler.Validate(source, SourceReader.OptionsFor(path, terminal));
            if (!compilation.HasErrors)
            {
                terminal.Out.WriteLine($"{Visible.Text(path)}: nothing to fix");
                continue;
            }

            var fix = compilation.Diagnostics.Select(d => d.Fix).FirstOrDefault(f => f is not null);
            if (fix is null || (!fix.IsSafe && !allowsUnsafe && !isDiff))
            {
                TextOutput.Write([compilation], terminal.Out, terminal.Style);
                terminal.Out.WriteLine(
                    fix is null
                        ? $"{Visible.Text(path)}: found no edit that makes the file valid"
                        : $"{Visible.Text(path)}: {fix.Title} needs --unsafe-fixes"
                );
                exit = ExitCode.Errors;
            }
            else if (isDiff)
            {
                terminal.Out.Write(UnifiedDiff.Of(path, source.Text, fix.Text));
                exit = ExitCode.Errors;
            }
            else
            {
                Apply(path, fix, terminal);
            }
        }

        return exit;
    }

    private static void Apply(string path, Fix fix, Terminal terminal)
    {
        if (path == "-")
        {
            terminal.Out.Write(fix.Text);
            return;
        }

        var bytes = File.ReadAllBytes(path);
        var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        OutputDirectory.Replace(path, [.. hasMark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(fix.Text)]);
        terminal.Out.WriteLine($"{Visible.Text(path)}: {fix.Title}");
    }
}
