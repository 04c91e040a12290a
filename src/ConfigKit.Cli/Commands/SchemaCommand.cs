using System.CommandLine;

namespace ConfigKit.Cli.Commands;

/// <summary>`schema`: the JSON schema of deepseek-config.yaml, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Prints the JSON schema for deepseek-config.yaml.");
        command.SetAction(_ =>
        {
            using var stream =
                typeof(ConfigCompiler).Assembly.GetManifestResourceStream("schemas/deepseek-config.schema.json")
                ?? throw new InvalidOperationException("the schema is not embedded");
            using var reader = new StreamReader(stream);
            terminal.Out.Write(reader.ReadToEnd());
            return ExitCode.Clean;
        });
        return command;
    }
}
