using System.Text.Json;
using ConfigKit.Targets.Framework;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Settings for plain frameworks, read by Python.</summary>
public sealed class FrameworkTests : IDisposable
{
    private const string Config = "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {max_model_len: 32768}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("python3")]
    [InlineData(
        "framework: {device: \"cuda:3\", mmap: false, shard_size: 2GB}\n",
        "pytorch_settings.py",
        "MODEL='deepseek-ai/DeepSeek-R1' DEVICE='cuda:3' DTYPE='auto' MMAP=False SHARD_SIZE='2000MB'"
    )]
    [InlineData("framework: {name: tensorflow, memory_growth: false}\n", "tensorflow_settings.py", "DEVICE='auto' MEMORY_GROWTH=False")]
    public void Python_reads_the_settings(string section, string name, string values)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, Content(section, "framework/" + name));
        const string Show = """
            import ast, sys
            tree = ast.parse(open(sys.argv[1]).read())
            found = {n.targets[0].id: n.value.value for n in tree.body if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and isinstance(n.value, ast.Constant)}
            found.pop("REVISION", None)
            print(" ".join(f"{k}={v!r}" for k, v in found.items()))
            """;
        var run = Programs.Run("python3", "-c", Show, file);

        Assert.True(run.Exit == 0, run.Output);
        Assert.Equal(values, run.Output.Trim());
    }

    [Theory]
    [InlineData(688_586_727_753, 4_000_000_000, 173)]
    [InlineData(4_000_000_000, 4_000_000_000, 1)]
    [InlineData(4_000_000_001, 4_000_000_000, 2)]
    [InlineData(0, 4_000_000_000, 1)]
    public void Pieces_are_as_few_as_hold_everything(long bytes, long piece, long pieces) =>
        Assert.Equal(pieces, new CheckpointPlan(bytes, piece).Pieces);

    [Fact]
    public void Plan_is_json_whose_pieces_add_up()
    {
        using var plan = JsonDocument.Parse(Content("framework: {}\n", "framework/checkpoint-plan.json"));
        long Number(string name) => plan.RootElement.GetProperty(name).GetInt64();

        Assert.Equal(Number("checkpoint_bytes"), ((Number("shards") - 1) * Number("shard_bytes")) + Number("last_shard_bytes"));
        Assert.InRange(Number("last_shard_bytes"), 1, Number("shard_bytes"));
        Assert.Equal("model-00173-of-00173.safetensors", plan.RootElement.GetProperty("last_file").GetString());
    }

    [Fact]
    public void Nothing_is_written_unasked() =>
        Assert.DoesNotContain(
            ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", Config), CompilerOptions.Default).Files,
            f => f.Path.StartsWith("framework/", StringComparison.Ordinal)
        );

    private static string Content(string section, string path)
    {
        var compilation = ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", Config + section), CompilerOptions.Default);
        Assert.False(compilation.HasErrors, string.Join("\n", compilation.Diagnostics.Select(d => d.Message)));
        return compilation.Files.Single(f => f.Path == path).Content;
    }
}
