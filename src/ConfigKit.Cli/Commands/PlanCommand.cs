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
            Description = "The configuration whose layout is searched anew; left out, --model and --gpu say what to plan.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var model = new Option<string>("--model")
        {
            Description = "Catalogue id or alias of the model.",
            DefaultValueFactory = _ => "deepseek-ai/DeepSeek-R1",
        };
        var gpu = new Option<string>("--gpu") { Description = "Catalogue id or alias of the GPU.", DefaultValueFactory = _ => "h200-sxm" };
        var gpus = new Option<int>("--gpus-per-node") { Description = "GPUs of a node.", DefaultValueFactory = _ => 8 };
        var nodes = new Option<int>("--nodes") { Description = "Nodes.", DefaultValueFactory = _ => 1 };
        var all = new Option<bool>("--all-gpus") { Description = "Uses every GPU; otherwise fewer count as better." };
        var precision = new Option<bool>("--any-precision")
        {
            Description = "Searches checkpoints of the same model in other number formats too.",
        };
        var write = new Option<string?>("--write")
        {
            Description = "Writes a row as a complete deepseek-config.yaml to this file; it must not exist.",
        };
        var row = new Option<int>("--row") { Description = "The row that --write takes, from 1.", DefaultValueFactory = _ => 1 };
        var format = SharedOptions.Format("text", "json");
        var command = new Command("plan", "Finds the layouts that work on the given hardware, and what each gives.")
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
                TextOutput.Write([ConfigCompiler.Validate(source, options)], terminal.Out, terminal.UseColor);
                terminal.Out.WriteLine("no layout works on this hardware");
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
                terminal.Out.WriteLine("bounds, not promises: no engine is faster; each row was validated as a whole file");
            }

            return parsed.GetValue(write) is { } target ? Save(target, plans, parsed.GetValue(row), terminal) : ExitCode.Clean;
        });
        return command;
    }

    private static int Save(string target, IReadOnlyList<PlannedLayout> plans, int row, Terminal terminal)
    {
        if (row < 1 || row > plans.Count)
        {
            throw new MisuseException($"--row {row}: there are rows 1 to {plans.Count}");
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
