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
            Description = "Files or patterns; - reads standard input. Default: deepseek-config.yaml.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var format = SharedOptions.Format("text", "json", "sarif", "github", "msbuild");
        var strict = SharedOptions.Strict();
        var color = SharedOptions.Color();
        var defaults = new Option<bool>("--show-defaults")
        {
            Description = "Shows what was decided for each key that the file leaves out.",
        };
        var fix = new Option<bool>("--fix")
        {
            Description = "Mends the files in place where the same model still runs on the same hardware with the same context.",
        };
        var unsafeFixes = new Option<bool>("--unsafe-fixes")
        {
            Description = "Mends them with changes of context, number format or hardware too.",
        };
        var diff = new Option<bool>("--diff") { Description = "Shows what --fix or --unsafe-fixes would change, and changes nothing." };
        var command = new Command("validate", "Checks files and says what would fail.")
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
                SharedOptions.UseColor(parsed.GetValue(color) ?? "auto", terminal)
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
