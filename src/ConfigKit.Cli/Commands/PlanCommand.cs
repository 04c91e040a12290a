using System.CommandLine;
using System.Text;
using ConfigKit.Cli.Output;
using ConfigKit.Search;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`plan`: the layouts that work, and what each gives.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("file")
        {
            Description = "A configuration whose layout to search again; without it, --model and --gpu say what to plan.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var model = new Option<string>("--model")
        {
            Description = "Model id or alias; see `catalog models`.",
            DefaultValueFactory = _ => "deepseek-ai/DeepSeek-R1",
        };
        var gpu = new Option<string>("--gpu")
        {
            Description = "GPU id or alias; see `catalog gpus`.",
            DefaultValueFactory = _ => "h200-sxm",
        };
        var gpus = new Option<int>("--gpus-per-node") { Description = "GPUs per node.", DefaultValueFactory = _ => 8 };
        var nodes = new Option<int>("--nodes") { Description = "Number of nodes.", DefaultValueFactory = _ => 1 };
        var all = new Option<bool>("--all-gpus") { Description = "Uses every GPU; otherwise layouts with fewer GPUs rank higher." };
        var precision = new Option<bool>("--any-precision")
        {
            Description = "Also tries checkpoints of the same model in other number formats.",
        };
        var write = new Option<string?>("--write")
        {
            Description = "Writes a row to this file as a complete deepseek-config.yaml; the file must not exist yet.",
        };
        var row = new Option<int>("--row") { Description = "The row for --write, counted from 1.", DefaultValueFactory = _ => 1 };
        var format = SharedOptions.Format("text", "json");
        var command = new Command("plan", "Finds the layouts that work on the given hardware and what each one yields.")
        {
            file,
            model,
            gpu,
            gpus,
            nodes,
            all,
            precision,
            write,
            row,
            format,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "deepseek-config.yaml";
            var source = parsed.GetValue(file) is { } named
                ? SourceReader.Read(named, terminal)
                : new SourceFile(
                    path,
                    Text(parsed.GetValue(model) ?? "", parsed.GetValue(gpu) ?? "", parsed.GetValue(gpus), parsed.GetValue(nodes))
                );
            var options = SourceReader.OptionsFor(path, terminal);
            var plans = PlanSearch.Find(
                source,
                text => ConfigCompiler.Check(text, options),
                parsed.GetValue(all),
                parsed.GetValue(precision)
            );
            if (plans.IsEmpty)
            {
                TextOutput.Write([ConfigCompiler.Validate(source, options)], terminal.Out, terminal.Style);
                terminal.Out.WriteLine("no layout fits on this hardware");
                return ExitCode.Errors;
            }

            var table = PlanTable.Of(plans);
            if (parsed.GetValue(format) == "json")
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

            return parsed.GetValue(write) is { } target ? Save(target, plans, parsed.GetValue(row), terminal) : ExitCode.Clean;
        });
        return command;
    }

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
        return $"version: 1\nmodel: {{name: {model}}}\nhardware: {{nodes: {nodes}, gpu: {gpu}, gpus_per_node: {gpus}{network}}}\nserving: {{engine: vllm, max_model_len: auto}}\n";
    }
}
