using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.Targets;

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

    /// <summary>Names of targets.</summary>
    public static Option<string[]> Targets(string description)
    {
        var option = new Option<string[]>("--target", "-t") { Description = description, AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong([.. TargetList.All.Select(t => t.Name)]);
        return option;
    }

    /// <summary>The one file that a command reads.</summary>
    public static Argument<string> Configuration() =>
        new("file") { Description = "The configuration; `-` reads standard input.", DefaultValueFactory = _ => "deepseek-config.yaml" };

    public static Option<bool> Strict() => new("--strict") { Description = "Treats warnings as errors." };

    public static Option<string> Color()
    {
        var option = new Option<string>("--color")
        {
            Description = "When to use color: auto, always, never.",
            DefaultValueFactory = _ => "auto",
        };
        option.AcceptOnlyFromAmong("auto", "always", "never");
        return option;
    }

    public static TextStyle Style(string color, Terminal terminal) =>
        terminal.Style with
        {
            UseColor = color == "always" || (color != "never" && terminal.UseColor),
        };

    public static void Write(string format, IReadOnlyList<Compilation> compilations, Terminal terminal, TextStyle style)
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
                TextOutput.Write(compilations, terminal.Out, style);
                break;
        }
    }
}
