using System.Collections.Immutable;
using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.ServiceModel;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`model`: types and values of a file and its overlays as JSON, which code generators read.</summary>
internal static class ModelCommand
{
    private sealed record Options
    {
        public Argument<string> File { get; } =
            new("file") { Description = "The configuration file.", DefaultValueFactory = _ => "deepseek-config.yaml" };

        public Option<string[]> Overlays { get; } =
            new("--overlay")
            {
                Description = "An overlay such as deepseek-config.production.yaml; each is one environment.",
                AllowMultipleArgumentsPerToken = true,
            };

        public Option<bool> AllOverlays { get; } = new("--all-overlays") { Description = "Uses every overlay next to the file." };

        public Option<string> Output { get; } =
            new("--output", "-o") { Description = "The JSON file to write, left untouched if nothing changed; default: standard output." };

        public Option<string?> Inputs { get; } =
            new("--inputs") { Description = "Writes the names of the other files that were read, one per line." };

        public Option<string[]> Targets { get; } = SharedOptions.Targets("Also compiles these targets.");

        public Option<string> Folder { get; } =
            new("--directory", "-d")
            {
                Description = "Folder for the targets; each environment gets a subfolder.",
                DefaultValueFactory = _ => "deploy",
            };

        public Option<string> Format { get; } = SharedOptions.Format("text", "json", "sarif", "github", "msbuild");
    }

    public static Command Create(Terminal terminal)
    {
        var options = new Options();
        var command = new Command("model", "Writes the types and values of a file and its overlays as JSON, for code generators.")
        {
            options.File,
            options.Overlays,
            options.AllOverlays,
            options.Output,
            options.Inputs,
            options.Targets,
            options.Folder,
            options.Format,
        };
        command.SetAction(parsed => Run(options, parsed, terminal));
        return command;
    }

    private static int Run(Options options, ParseResult parsed, Terminal terminal)
    {
        var path = parsed.GetValue(options.File) ?? "";
        var named = parsed.GetValue(options.Overlays) ?? [];
        var overlays = Overlays([.. named, .. parsed.GetValue(options.AllOverlays) ? SourceReader.OverlaysOf(path) : []], terminal);
        var read = new SortedSet<string>(StringComparer.Ordinal);
        ImmutableArray<string> targets = [.. parsed.GetValue(options.Targets) ?? []];
        var model = ConfigCompiler.Model(
            SourceReader.Read(path, terminal),
            overlays,
            SourceReader.OptionsFor(path, terminal, name => read.Add(name)) with
            {
                Targets = targets,
            }
        );
        var output = parsed.GetValue(options.Output);
        SharedOptions.Write(
            parsed.GetValue(options.Format) ?? "text",
            Once(model.Compilations),
            output is null ? terminal with { Out = terminal.Error } : terminal,
            TextStyle.Plain
        );
        if (model.Json.Length == 0)
        {
            return ExitCode.Errors;
        }

        if (!targets.IsEmpty)
        {
            WriteTargets(parsed.GetValue(options.Folder) ?? "deploy", overlays, model.Compilations);
        }

        if (parsed.GetValue(options.Inputs) is { } list)
        {
            OutputDirectory.WriteIfChanged(list, string.Concat(read.Select(r => r + "\n")));
        }

        Write(output, model.Json, terminal);
        return ExitCode.Clean;
    }

    private static ImmutableArray<(string Environment, SourceFile File)> Overlays(IEnumerable<string> named, Terminal terminal)
    {
        var overlays = named
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(o => (Environment: EnvironmentOf(o), File: SourceReader.Read(o, terminal)))
            .ToImmutableArray();
        var same = overlays
            .GroupBy(o => TypedModelJson.IdentifierOf(o.Environment), StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(g => g.Count() > 1);
        if (same is not null)
        {
            var paths = string.Join(" and ", same.Select(o => o.File.Path));
            throw new MisuseException($"the overlays {paths} would both be environment {same.Key}; rename one of them");
        }

        return overlays;
    }

    private static string EnvironmentOf(string overlay) =>
        SourceReader.EnvironmentOf(overlay) is { } name && Identifier.Of(name) is not null
            ? name
            : throw new MisuseException($"{overlay} names no environment; name overlays like deepseek-config.production.yaml");

    /// <summary>What a file says shows once, although each of its overlays is judged with it.</summary>
    private static List<Compilation> Once(ImmutableArray<Compilation> compilations)
    {
        var seen = new HashSet<(string, SourceSpan, string, string)>();
        return
        [
            .. compilations.Select(c =>
                c with
                {
                    Diagnostics = [.. c.Diagnostics.Where(d => seen.Add((d.File.Path, d.Span, d.Id, d.Message)))],
                }
            ),
        ];
    }

    private static void WriteTargets(
        string folder,
        ImmutableArray<(string Name, SourceFile File)> overlays,
        ImmutableArray<Compilation> compilations
    )
    {
        foreach (var (compilation, i) in compilations.Select((c, i) => (c, i)))
        {
            new OutputDirectory(i == 0 ? folder : Path.Combine(folder, overlays[i - 1].Name)).Write(compilation.Files, force: false);
        }
    }

    private static void Write(string? path, string json, Terminal terminal)
    {
        if (path is null)
        {
            terminal.Out.Write(json);
        }
        else
        {
            OutputDirectory.WriteIfChanged(path, json);
        }
    }
}
