using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Commands;

/// <summary>`validate`: checks files and says what would fail.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Files or glob patterns; `-` reads standard input. Default: deepseek-config.yaml.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var format = SharedOptions.Format("text", "json", "sarif", "github", "msbuild");
        var strict = SharedOptions.Strict();
        var color = SharedOptions.Color();
        var defaults = new Option<bool>("--show-defaults")
        {
            Description = "Shows the default chosen for each key the file leaves out, and why.",
        };
        var fix = new Option<bool>("--fix") { Description = "Fixes files in place without changing model, hardware or context." };
        var unsafeFixes = new Option<bool>("--unsafe-fixes")
        {
            Description = "Also applies fixes that change context, number format or hardware.",
        };
        var diff = new Option<bool>("--diff") { Description = "Shows what --fix or --unsafe-fixes would change, without writing." };
        var command = new Command("validate", "Checks files and reports what would fail.")
        {
            files,
            format,
            strict,
            color,
            defaults,
            fix,
            unsafeFixes,
            diff,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(fix) || parsed.GetValue(unsafeFixes) || parsed.GetValue(diff))
            {
                return FixFiles.Run(
                    SourceReader.Expand(parsed.GetValue(files) ?? []),
                    parsed.GetValue(unsafeFixes),
                    parsed.GetValue(diff),
                    terminal
                );
            }

            var compilations = new List<Compilation>();
            foreach (var path in SourceReader.Expand(parsed.GetValue(files) ?? []))
            {
                compilations.Add(ConfigCompiler.Validate(SourceReader.Read(path, terminal), SourceReader.OptionsFor(path, terminal)));
            }

            SharedOptions.Write(
                parsed.GetValue(format) ?? "text",
                compilations,
                terminal,
                SharedOptions.Style(parsed.GetValue(color) ?? "auto", terminal)
            );
            if (parsed.GetValue(defaults) && parsed.GetValue(format) == "text")
            {
                compilations.ForEach(c => DefaultsOutput.Write(c, terminal.Out));
            }

            return Judge(compilations, parsed.GetValue(strict));
        });
        return command;
    }

    public static int Judge(IEnumerable<Compilation> compilations, bool isStrict) =>
        compilations.SelectMany(c => c.Diagnostics).Any(d => d.Severity == Severity.Error || (isStrict && d.Severity == Severity.Warning))
            ? ExitCode.Errors
            : ExitCode.Clean;
}
