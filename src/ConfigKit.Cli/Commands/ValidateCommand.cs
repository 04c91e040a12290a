using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Commands;

/// <summary>`validate`: checks files and says what would fail.</summary>
internal static class ValidateCommand
{
    private sealed record Options
    {
        public Argument<string[]> Files { get; } =
            new("files")
            {
                Description = "Files or glob patterns; `-` reads standard input. Default: deepseek-config.yaml.",
                Arity = ArgumentArity.ZeroOrMore,
            };

        public Option<string> Format { get; } = SharedOptions.Format("text", "json", "sarif", "github", "msbuild");

        public Option<bool> Strict { get; } = SharedOptions.Strict();

        public Option<string> Color { get; } = SharedOptions.Color();

        public Option<bool> ShowDefaults { get; } =
            new("--show-defaults") { Description = "Shows the default chosen for each key the file leaves out, and why." };

        public Option<bool> Fix { get; } =
            new("--fix") { Description = "Fixes files in place without changing model, hardware or context." };

        public Option<bool> UnsafeFixes { get; } =
            new("--unsafe-fixes") { Description = "Also applies fixes that change context, number format or hardware." };

        public Option<bool> Diff { get; } =
            new("--diff") { Description = "Shows what --fix or --unsafe-fixes would change, without writing." };
    }

    public static Command Create(Terminal terminal)
    {
        var options = new Options();
        var command = new Command("validate", "Checks files and reports what would fail.")
        {
            options.Files,
            options.Format,
            options.Strict,
            options.Color,
            options.ShowDefaults,
            options.Fix,
            options.UnsafeFixes,
            options.Diff,
        };
        command.SetAction(parsed => Run(options, parsed, terminal));
        return command;
    }

    private static int Run(Options options, ParseResult parsed, Terminal terminal)
    {
        var paths = SourceReader.Expand(parsed.GetValue(options.Files) ?? []);
        var (isUnsafe, isDiff) = (parsed.GetValue(options.UnsafeFixes), parsed.GetValue(options.Diff));
        if (parsed.GetValue(options.Fix) || isUnsafe || isDiff)
        {
            return FixFiles.Run(paths, isUnsafe, isDiff, terminal);
        }

        var compilations = new List<Compilation>();
        foreach (var path in paths)
        {
            compilations.Add(ConfigCompiler.Validate(SourceReader.Read(path, terminal), SourceReader.OptionsFor(path, terminal)));
        }

        var format = parsed.GetValue(options.Format) ?? "text";
        SharedOptions.Write(format, compilations, terminal, SharedOptions.Style(parsed.GetValue(options.Color) ?? "auto", terminal));
        if (parsed.GetValue(options.ShowDefaults) && format == "text")
        {
            compilations.ForEach(c => DefaultsOutput.Write(c, terminal.Out));
        }

        return Judge(compilations, parsed.GetValue(options.Strict));
    }

    public static int Judge(IEnumerable<Compilation> compilations, bool isStrict) =>
        compilations.SelectMany(c => c.Diagnostics).Any(d => d.Severity == Severity.Error || (isStrict && d.Severity == Severity.Warning))
            ? ExitCode.Errors
            : ExitCode.Clean;
}
