using System.CommandLine;
using System.Text;
using ConfigKit.Cli.Output;
using ConfigKit.Search;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`plan`: the layouts that work, and what each gives.</summary>
internal static class PlanCommand
{
    private sealed record Options
    {
        public Argument<string?> File { get; } =
            new("file")
            {
                Description = "A configuration whose layout to search again; without it, --model and --gpu say what to plan.",
                Arity = ArgumentArity.ZeroOrOne,
            };

        public Option<string> Model { get; } =
            new("--model")
            {
                Description = "Model id or alias; see `catalog models`.",
                DefaultValueFactory = _ => "deepseek-ai/DeepSeek-R1",
            };

        public Option<string> Gpu { get; } =
            new("--gpu") { Description = "GPU id or alias; see `catalog gpus`.", DefaultValueFactory = _ => "h200-sxm" };

        public Option<int> GpusPerNode { get; } = new("--gpus-per-node") { Description = "GPUs per node.", DefaultValueFactory = _ => 8 };

        public Option<int> Nodes { get; } = new("--nodes") { Description = "Number of nodes.", DefaultValueFactory = _ => 1 };

        public Option<bool> AllGpus { get; } =
            new("--all-gpus") { Description = "Uses every GPU; otherwise layouts with fewer GPUs rank higher." };

        public Option<bool> AnyPrecision { get; } =
            new("--any-precision") { Description = "Also tries checkpoints of the same model in other number formats." };

        public Option<string?> Write { get; } =
            new("--write") { Description = "Writes a row to this file as a complete deepseek-config.yaml; the file must not exist yet." };

        public Option<int> Row { get; } =
            new("--row") { Description = "The row for --write, counted from 1.", DefaultValueFactory = _ => 1 };

        public Option<string> Format { get; } = SharedOptions.Format("text", "json");
    }

    public static Command Create(Terminal terminal)
    {
        var options = new Options();
        var command = new Command("plan", "Finds the layouts that work on the given hardware and what each one yields.")
        {
            options.File,
            options.Model,
            options.Gpu,
            options.GpusPerNode,
            options.Nodes,
            options.AllGpus,
            options.AnyPrecision,
            options.Write,
            options.Row,
            options.Format,
        };
        command.SetAction(parsed => Run(options, parsed, terminal));
        return command;
    }

    private static int Run(Options options, ParseResult parsed, Terminal terminal)
    {
        var source = Source(options, parsed, terminal);
        var compiled = SourceReader.OptionsFor(source.Path, terminal);
        var plans = PlanSearch.Find(
            source,
            text => ConfigCompiler.Check(text, compiled),
            parsed.GetValue(options.AllGpus),
            parsed.GetValue(options.AnyPrecision)
        );
        if (plans.IsEmpty)
        {
            TextOutput.Write([ConfigCompiler.Validate(source, compiled)], terminal.Out, terminal.Style);
            terminal.Out.WriteLine("no layout fits on this hardware");
            return ExitCode.Errors;
        }

        var table = PlanTable.Of(plans);
        if (parsed.GetValue(options.Format) == "json")
        {
            table.WriteJson("plans", terminal.Out);
        }
        else
        {
            table.WriteText(terminal.Out);
            terminal.Out.WriteLine(
                "Speeds are hardware upper bounds; real engines are typically 3 to 8 times slower. Every row passes `validate`."
            );
        }

        return parsed.GetValue(options.Write) is { } target ? Save(target, plans, parsed.GetValue(options.Row), terminal) : ExitCode.Clean;
    }

    /// <summary>The file that is named, or one that holds the model and the hardware alone.</summary>
    private static SourceFile Source(Options options, ParseResult parsed, Terminal terminal) =>
        parsed.GetValue(options.File) is { } named
            ? SourceReader.Read(named, terminal)
            : new SourceFile(
                "deepseek-config.yaml",
                Text(
                    parsed.GetValue(options.Model) ?? "",
                    parsed.GetValue(options.Gpu) ?? "",
                    parsed.GetValue(options.GpusPerNode),
                    parsed.GetValue(options.Nodes)
                )
            );

    private static int Save(string target, IReadOnlyList<PlannedLayout> plans, int row, Terminal terminal)
    {
        if (row < 1 || row > plans.Count)
        {
            throw new MisuseException($"--row {row} is out of range: rows 1 to {plans.Count} were found");
        }

        using var stream = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(plans[row - 1].Text));
        terminal.Error.WriteLine($"wrote row {row} to {target}");
        return ExitCode.Clean;
    }

    private static string Text(string model, string gpu, int gpus, int nodes)
    {
        var network = nodes > 1 ? ", network: {fabric: infiniband-ndr, nics_per_node: 8}" : "";
        return $"version: 1\nmodel: {{name: {model}}}\n"
            + $"hardware: {{nodes: {nodes}, gpu: {gpu}, gpus_per_node: {gpus}{network}}}\n"
            + "serving: {engine: vllm, max_model_len: auto}\n";
    }
}
