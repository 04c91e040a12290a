using System.CommandLine;

namespace ConfigKit.Cli.Commands;

/// <summary>`clean`: takes away what `compile` wrote.</summary>
internal static class CleanCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--output", "-o") { Description = "Folder to clean.", DefaultValueFactory = _ => "deploy" };
        var command = new Command("clean", "Deletes what compile wrote, except files edited since.") { output };
        command.SetAction(parsed =>
        {
            var root = parsed.GetValue(output) ?? "deploy";
            var folders = Directory.Exists(root)
                ? Directory
                    .EnumerateFiles(root, OutputDirectory.ManifestName, SearchOption.AllDirectories)
                    .Select(m => Path.GetDirectoryName(m) ?? root)
                    .OrderByDescending(f => f.Length)
                    .ToList()
                : [];
            foreach (var folder in folders)
            {
                foreach (var line in new OutputDirectory(folder).Clean())
                {
                    terminal.Out.WriteLine(line);
                }
            }

            return ExitCode.Clean;
        });
        return command;
    }
}
