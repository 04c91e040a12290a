using System.Collections.Immutable;
using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.ServiceModel;
using ConfigKit.Targets;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`model`: types and values of a file and its overlays as JSON, which code generators read.</summary>
internal static class ModelCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The configuration file.",
            DefaultValueFactory = _ => "deepseek-config.yaml",
        };
        var overlay = new Option<string[]>("--overlay")
        {
            Description = "An overlay such as deepseek-config.production.yaml; each is one environment.",
            AllowMultipleArgumentsPerToken = true,
        };
        var all = new Option<bool>("--all-overlays") { Description = "Uses every overlay next to the file." };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The JSON file to write, left untouched if nothing changed; default: standard output.",
        };
        var inputs = new Option<string?>("--inputs") { Description = "Writes the names of the other files that were read, one per line." };
        var targets = new Option<string[]>("--target", "-t")
        {
            Description = "Also compiles these targets.",
            AllowMultipleArgumentsPerToken = true,
        };
        targets.AcceptOnlyFromAmong([.. TargetList.All.Select(t => t.Name)]);
        var folder = new Option<string>("--directory", "-d")
        {
            Description = "Folder for the targets; each environment gets a subfolder.",
            DefaultValueFactory = _ => "deploy",
        };
        var format = SharedOptions.Format("text", "json", "sarif", "github", "msbuild");
        var command = new Command("model", "Writes the types and values of a file and its overlays as JSON, for code generators.")
        {
            file,
            overlay,
            all,
            output,
            inputs,
            targets,
            folder,
            format,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "";
            var named = (parsed.GetValue(overlay) ?? []).Concat(parsed.GetValue(all) ? SourceReader.OverlaysOf(path) : []);
            var overlays = named
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(o => (EnvironmentOf(o), SourceReader.Read(o, terminal)))
                .ToImmutableArray();
            if (
                overlays
                    .GroupBy(o => TypedModelJson.IdentifierOf(o.Item1), StringComparer.OrdinalIgnoreCase)
                    .FirstOrDefault(g => g.Count() > 1) is
                { } same
            )
            {
                throw new MisuseException(
                    $"the overlays {string.Join(" and ", same.Select(o => o.Item2.Path))} would both be environment {same.Key}; rename one of them"
                );
            }

            var read = new SortedSet<string>(StringComparer.Ordinal);
            ImmutableArray<string> chosen = [.. parsed.GetValue(targets) ?? []];
            var options = SourceReader.OptionsFor(path, terminal, name => read.Add(name)) with { Targets = chosen };
            var model = ConfigCompiler.Model(SourceReader.Read(path, terminal), overlays, options);
            SharedOptions.Write(
                parsed.GetValue(format) ?? "text",
                Once(model.Compilations),
                parsed.GetValue(output) is null ? terminal with { Out = terminal.Error } : terminal,
                TextStyle.Plain
            );
            if (model.Json.Length == 0)
            {
                return ExitCode.Errors;
            }

            if (!chosen.IsEmpty)
            {
                WriteTargets(parsed.GetValue(folder) ?? "deploy", overlays, model.Compilations);
            }

            if (parsed.GetValue(inputs) is { } list)
            {
                OutputDirectory.WriteIfChanged(list, string.Concat(read.Select(r => r + "\n")));
            }

            Write(parsed.GetValue(output), model.Json, terminal);
            return ExitCode.Clean;
        });
        return command;
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
