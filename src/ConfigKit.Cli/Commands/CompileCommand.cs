using System.Collections.Immutable;
using System.CommandLine;
using ConfigKit.Targets;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`compile`: writes what a deployment needs, or says what is stale.</summary>
internal static class CompileCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The configuration; `-` reads standard input.",
            DefaultValueFactory = _ => "deepseek-config.yaml",
        };
        var output = new Option<string>("--output", "-o") { Description = "Folder to write to.", DefaultValueFactory = _ => "deploy" };
        var targets = new Option<string[]>("--target", "-t")
        {
            Description = "Writes these targets instead of the file's: " + string.Join(", ", TargetList.All.Select(t => t.Name)) + ".",
            AllowMultipleArgumentsPerToken = true,
        };
        targets.AcceptOnlyFromAmong([.. TargetList.All.Select(t => t.Name)]);
        var templates = new Option<string?>("--templates")
        {
            Description = "Folder with your own templates; each replaces the built-in one of the same name.",
        };
        var check = new Option<bool>("--check") { Description = "Writes nothing; exits with 1 if a file is missing or stale." };
        var force = new Option<bool>("--force") { Description = "Overwrites files that were edited, or written by another tool." };
        var format = SharedOptions.Format("text", "json", "sarif", "github", "msbuild");
        var strict = SharedOptions.Strict();
        var color = SharedOptions.Color();
        var command = new Command(
            "compile",
            "Writes the Dockerfile, host settings, NCCL environment, Kubernetes manifests and the other targets."
        )
        {
            file,
            output,
            targets,
            templates,
            check,
            force,
            format,
            strict,
            color,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "";
            var options = SourceReader.OptionsFor(path, terminal) with
            {
                Targets = [.. parsed.GetValue(targets) ?? []],
                Templates = ReadTemplates(parsed.GetValue(templates)),
            };
            var compilation = ConfigCompiler.Compile(SourceReader.Read(path, terminal), options);
            var name = parsed.GetValue(format) ?? "text";
            SharedOptions.Write(name, [compilation], terminal, SharedOptions.Style(parsed.GetValue(color) ?? "auto", terminal));
            if (ValidateCommand.Judge([compilation], parsed.GetValue(strict)) != ExitCode.Clean)
            {
                return ExitCode.Errors;
            }

            var folder = new OutputDirectory(parsed.GetValue(output) ?? "deploy");
            var progress = name == "text" ? terminal.Out : terminal.Error;
            if (parsed.GetValue(check))
            {
                var stale = folder.FindStale(compilation.Files);
                foreach (var line in stale)
                {
                    progress.WriteLine(line);
                }

                progress.WriteLine(
                    stale.IsEmpty
                        ? $"{compilation.Files.Length} files are current"
                        : $"{stale.Length} of {compilation.Files.Length} files are stale; run compile"
                );
                return stale.IsEmpty ? ExitCode.Clean : ExitCode.Errors;
            }

            var written = folder.Write(compilation.Files, parsed.GetValue(force));
            foreach (var line in written)
            {
                progress.WriteLine(line);
            }

            progress.WriteLine($"{compilation.Files.Length} files in {parsed.GetValue(output)}, {written.Length} changed");
            return ExitCode.Clean;
        });
        return command;
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
