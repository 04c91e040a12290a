using System.CommandLine;
using ConfigKit.Cli.Output;

namespace ConfigKit.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<string> Format(params string[] names)
    {
        var option = new Option<string>("--format")
        {
            Description = "Output format: " + string.Join(", ", names) + ".",
            DefaultValueFactory = _ => names[0],
        };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    public static Option<bool> Strict() => new("--strict") { Description = "Warnings fail too." };

    public static Option<string> Color()
    {
        var option = new Option<string>("--color") { Description = "Colour: auto, always, never.", DefaultValueFactory = _ => "auto" };
        option.AcceptOnlyFromAmong("auto", "always", "never");
        return option;
    }

    public static bool UseColor(string color, Terminal terminal) =>
        color switch
        {
            "always" => true,
            "never" => false,
            _ => terminal.UseColor,
        };

    public static void Write(string format, IReadOnlyList<Compilation> compilations, Terminal terminal, bool useColor)
    {
        switch (format)
        {
            case "json":
                JsonOutput.Write(compilations, terminal.Out);
                break;
            case "sarif":
                SarifOutput.Write(compilations, terminal.Out);
                break;
            case "github":
                GitHubOutput.Write(compilations, terminal.Out);
                break;
            case "msbuild":
                MSBuildOutput.Write(compilations, terminal.Out);
                break;
            default:
                TextOutput.Write(compilations, terminal.Out, useColor);
                break;
        }
    }
}
