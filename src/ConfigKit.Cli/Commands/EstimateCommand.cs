using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Commands;

/// <summary>`estimate`: memory of a GPU by kind, KV tokens and bounds on speed.</summary>
internal static class EstimateCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = SharedOptions.Configuration();
        var format = SharedOptions.Format("text", "json");
        var explain = new Option<bool>("--explain") { Description = "Shows every term with its formula and source." };
        var color = SharedOptions.Color();
        var command = new Command("estimate", "Shows what each GPU holds (weights, KV cache, overhead) and the hardware limit on speed.")
        {
            file,
            format,
            explain,
            color,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "";
            var compilation = ConfigCompiler.Validate(SourceReader.Read(path, terminal), SourceReader.OptionsFor(path, terminal));
            var style = SharedOptions.Style(parsed.GetValue(color) ?? "auto", terminal);
            if (parsed.GetValue(format) == "json")
            {
                WriteJson(compilation, terminal, style);
            }
            else
            {
                WriteText(compilation, parsed.GetValue(explain), terminal, style);
            }

            return compilation.Estimate is null || compilation.HasErrors ? ExitCode.Errors : ExitCode.Clean;
        });
        return command;
    }

    /// <summary>Diagnostics go to the error stream, beside the document.</summary>
    private static void WriteJson(Compilation compilation, Terminal terminal, TextStyle style)
    {
        if (compilation.Estimate is not { } estimate)
        {
            TextOutput.Write([compilation], terminal.Error, style);
            return;
        }

        EstimateOutput.WriteJson(compilation.Verdict, estimate, terminal.Out);
        TextOutput.Write([compilation], terminal.Error, TextStyle.Plain);
    }

    private static void WriteText(Compilation compilation, bool explain, Terminal terminal, TextStyle style)
    {
        if (compilation is not { Deployment: { } deployment, Estimate: { } estimate })
        {
            TextOutput.Write([compilation], terminal.Out, style);
            return;
        }

        EstimateOutput.WriteTable(compilation.Verdict, deployment, estimate, explain, terminal.Out);
        var errors = compilation with { Diagnostics = [.. compilation.Diagnostics.Where(d => d.Severity == Severity.Error)] };
        if (errors.HasErrors)
        {
            terminal.Out.WriteLine();
            TextOutput.Write([errors], terminal.Out, style);
        }
    }
}
