using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`estimate`: memory of a GPU by kind, KV tokens and bounds on speed.</summary>
internal static class EstimateCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = SharedOptions.Configuration();
        var format = SharedOptions.Format("text", "json");
        var explain = new Option<bool>("--explain") { Description = "Shows every term with its formula and source." };
        var kvMemory = KvMemory();
        var color = SharedOptions.Color();
        var command = new Command("estimate", "Shows what each GPU holds (weights, KV cache, overhead) and the hardware limit on speed.")
        {
            file,
            format,
            explain,
            kvMemory,
            color,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "";
            var compilation = ConfigCompiler.Validate(SourceReader.Read(path, terminal), SourceReader.OptionsFor(path, terminal));
            var style = SharedOptions.Style(parsed.GetValue(color) ?? "auto", terminal);
            if (
                compilation is { Deployment: { } deployment, Estimate: not null }
                && parsed.GetValue(kvMemory) is { } size
                && Quantity.TryParseSize(size, out var bytes)
            )
            {
                return Assume(deployment, bytes, parsed.GetValue(format) ?? "text", parsed.GetValue(explain), terminal);
            }

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

    private static Option<string?> KvMemory()
    {
        var option = new Option<string?>("--kv-memory")
        {
            Description = "Assumes that this much is left for the KV cache on each GPU, such as 30GiB, whatever the rest takes.",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } size && !Quantity.TryParseSize(size, out _))
            {
                result.AddError($"--kv-memory {size} is not a size; write 30GiB");
            }
        });
        return option;
    }

    /// <summary>Diagnostics go to the error stream, beside the document.</summary>
    private static void WriteJson(Compilation compilation, Terminal terminal, TextStyle style)
    {
        if (compilation.Estimate is not { } estimate)
        {
            TextOutput.Write([compilation], terminal.Error, style);
            return;
        }

        EstimateJson.Write(compilation.Verdict, estimate, terminal.Out);
        TextOutput.Write([compilation], terminal.Error, TextStyle.Plain);
    }

    private static void WriteText(Compilation compilation, bool explain, Terminal terminal, TextStyle style)
    {
        if (compilation is not { Deployment: { } deployment, Estimate: { } estimate })
        {
            TextOutput.Write([compilation], terminal.Out, style);
            return;
        }

        new EstimateTable(deployment, estimate, terminal.Out).Write(compilation.Verdict, explain);
        var errors = compilation with { Diagnostics = [.. compilation.Diagnostics.Where(d => d.Severity == Severity.Error)] };
        if (errors.HasErrors)
        {
            terminal.Out.WriteLine();
            TextOutput.Write([errors], terminal.Out, style);
        }
    }

    /// <summary>What a KV cache of this size would hold; diagnostics are of another one and are left out.</summary>
    private static int Assume(Deployment d, long bytes, string format, bool explain, Terminal terminal)
    {
        var estimate = Estimator.Estimate(d, new ModelWeights(d.Model.Architecture, d.Quantization), bytes);
        if (format == "json")
        {
            EstimateJson.Write(estimate.MemoryVerdict, estimate, terminal.Out);
        }
        else
        {
            new EstimateTable(d, estimate, terminal.Out).Write(estimate.MemoryVerdict, explain);
        }

        return estimate.MemoryVerdict == Verdict.DoesNotFit ? ExitCode.Errors : ExitCode.Clean;
    }
}
