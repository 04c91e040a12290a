using System.CommandLine;
using ConfigKit.Cli.Output;

namespace ConfigKit.Cli.Commands;

/// <summary>`schema`: the JSON schema of deepseek-config.yaml, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Prints the JSON schema for deepseek-config.yaml.");
        command.SetAction(_ =>
        {
            terminal.Out.Write(SchemaWriter.Text(ConfigCompiler.Keys));
            return ExitCode.Clean;
        });
        return command;
    }
}
