using System.Collections.Immutable;
using System.CommandLine;
using ConfigKit.Targets;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`compile`: writes what a deployment needs, or says what is stale.</summary>
internal static class CompileCommand
{
    private sealed record Options
    {
        public Argument<string> File { get; } = SharedOptions.Configuration();

        public Option<string> Output { get; } =
            new("--output", "-o") { Description = "Folder to write to.", DefaultValueFactory = _ => "deploy" };

        public Option<string[]> Targets { get; } =
            SharedOptions.Targets(
                "Writes these targets instead of the file's: " + string.Join(", ", TargetList.All.Select(t => t.Name)) + "."
            );

        public Option<string?> Templates { get; } =
            new("--templates") { Description = "Folder with your own templates; each replaces the built-in one of the same name." };

        public Option<bool> Check { get; } = new("--check") { Description = "Writes nothing; exits with 1 if a file is missing or stale." };

        public Option<bool> Force { get; } =
            new("--force") { Description = "Overwrites files that were edited, or written by another tool." };

        public Option<string> Format { get; } = SharedOptions.Format("text", "json", "sarif", "github", "msbuild");

        public Option<bool> Strict { get; } = SharedOptions.Strict();

        public Option<string> Color { get; } = SharedOptions.Color();
    }

    public static Command Create(Terminal terminal)
    {
        var options = new Options();
        var command = new Command(
            "compile",
            "Writes the Dockerfile, host settings, NCCL environment, Kubernetes manifests and the other targets."
        )
        {
            options.File,
            options.Output,
            options.Targets,
            options.Templates,
            options.Check,
            options.Force,
            options.Format,
            options.Strict,
            options.Color,
        };
        command.SetAction(parsed => Run(options, parsed, terminal));
        return command;
    }

    private static int Run(Options options, ParseResult parsed, Terminal terminal)
    {
        var path = parsed.GetValue(options.File) ?? "";
        var compilation = ConfigCompiler.Compile(
            SourceReader.Read(path, terminal),
            SourceReader.OptionsFor(path, terminal) with
            {
                Targets = [.. parsed.GetValue(options.Targets) ?? []],
                Templates = ReadTemplates(parsed.GetValue(options.Templates)),
            }
        );
        var format = parsed.GetValue(options.Format) ?? "text";
        SharedOptions.Write(format, [compilation], terminal, SharedOptions.Style(parsed.GetValue(options.Color) ?? "auto", terminal));
        if (ValidateCommand.Judge([compilation], parsed.GetValue(options.Strict)) != ExitCode.Clean)
        {
            return ExitCode.Errors;
        }

        var output = parsed.GetValue(options.Output) ?? "deploy";
        var progress = format == "text" ? terminal.Out : terminal.Error;
        return parsed.GetValue(options.Check)
            ? Compare(output, compilation.Files, progress)
            : Write(output, compilation.Files, parsed.GetValue(options.Force), progress);
    }

    private static int Compare(string output, ImmutableArray<GeneratedFile> files, TextWriter progress)
    {
        var stale = new OutputDirectory(output).FindStale(files);
        foreach (var line in stale)
        {
            progress.WriteLine(line);
        }

        progress.WriteLine(
            stale.IsEmpty ? $"{files.Length} files are current" : $"{stale.Length} of {files.Length} files are stale; run compile"
        );
        return stale.IsEmpty ? ExitCode.Clean : ExitCode.Errors;
    }

    private static int Write(string output, ImmutableArray<GeneratedFile> files, bool force, TextWriter progress)
    {
        var written = new OutputDirectory(output).Write(files, force);
        foreach (var line in written)
        {
            progress.WriteLine(line);
        }

        progress.WriteLine($"{files.Length} files in {output}, {written.Length} changed");
        return ExitCode.Clean;
    }

    private static ImmutableDictionary<string, SourceFile> ReadTemplates(string? folder)
    {
        if (folder is null)
        {
            return ImmutableDictionary<string, SourceFile>.Empty;
        }

        if (!Directory.Exists(folder))
        {
            throw new MisuseException($"{folder} is not a folder");
        }

        return Directory
            .EnumerateFiles(folder, "*.sbn", SearchOption.AllDirectories)
            .ToImmutableDictionary(
                f => Path.GetRelativePath(folder, f).Replace('\\', '/'),
                f => new SourceFile(f, SourceReader.ReadText(f)),
                StringComparer.Ordinal
            );
    }
}
