using System.CommandLine;
using System.Text;
using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`init`: a first configuration.</summary>
internal static class InitCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The file to write; it must not exist yet.",
            DefaultValueFactory = _ => "deepseek-config.yaml",
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
        var gpus = new Option<int>("--gpus") { Description = "GPUs per node.", DefaultValueFactory = _ => 8 };
        var nodes = new Option<int>("--nodes") { Description = "Number of nodes.", DefaultValueFactory = _ => 1 };
        var command = new Command("init", "Writes a starter configuration.") { file, model, gpu, gpus, nodes };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "";
            var text = Text(parsed.GetValue(model) ?? "", parsed.GetValue(gpu) ?? "", parsed.GetValue(gpus), parsed.GetValue(nodes));
            var compilation = ConfigCompiler.Validate(new SourceFile(path, text), CompilerOptions.Default);
            Output.TextOutput.Write([compilation], terminal.Out, terminal.Style);
            if (
                compilation.Diagnostics.Any(d =>
                    d is { Severity: Severity.Error, Descriptor.Group: DiagnosticGroup.Binding or DiagnosticGroup.Names }
                )
            )
            {
                return ExitCode.Errors; // a name that stands for nothing: nothing is written
            }

            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text));
            terminal.Out.WriteLine($"wrote {path}");
            return ExitCode.Clean;
        });
        return command;
    }

    private static string Text(string model, string gpu, int gpus, int nodes)
    {
        var network = nodes > 1 ? "\n  network: {fabric: infiniband-ndr, nics_per_node: 8, gpudirect: true}" : "";
        return $"""
            # yaml-language-server: $schema=./deepseek-config.schema.json
            # `deepseek-config schema > deepseek-config.schema.json` makes editors know the keys;
            # `deepseek-config explain serving.max_model_len` explains one.
            version: 1
            model:
              name: {model}
            hardware:
              nodes: {nodes}
              gpu: {gpu}
              gpus_per_node: {gpus}{network}
            serving:
              engine: vllm
              max_model_len: auto
            targets: [docker, sysctl, nccl, kubernetes, runtime]

            """;
    }
}
