using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Cli;
using ConfigKit.Engines;

namespace ConfigKit.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private const string Good = "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {max_model_len: 65536}\n";
    private const string Bad = "model: {name: R1}\nhardware: {gpu: h100-sxm, gpus_per_node: 8}\nserving: {max_model_len: 65536}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Validate_answers_0_for_a_good_file_and_1_for_a_bad_one()
    {
        Assert.Equal(ExitCode.Clean, Run("validate", Write("good.yaml", Good)).Exit);
        Assert.Equal(ExitCode.Errors, Run("validate", Write("bad.yaml", Bad)).Exit);
    }

    [Theory]
    [InlineData("validate", "/nowhere/at/all.yaml")]
    [InlineData("validate", "/nowhere/*.yaml")]
    [InlineData("validate", "--no-such-option")]
    [InlineData("no-such-command")]
    [InlineData("explain", "CK0000")]
    [InlineData("compile", "--target", "nothing")]
    public void Misuse_answers_2_with_one_line(params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal(ExitCode.Misuse, run.Exit);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public void A_target_that_the_engine_does_not_have_is_refused_when_named()
    {
        var run = Run("compile", Write("good.yaml", Good), "--target", "triton", "-o", Path.Combine(_folder, "out"));

        Assert.Equal(ExitCode.Errors, run.Exit);
        Assert.Contains("CK7028", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [Fact]
    public void Warnings_fail_under_strict_alone()
    {
        var file = Write("warn.yaml", Good + "host: {swappiness: 60}\n");

        Assert.Equal(ExitCode.Clean, Run("validate", file).Exit);
        Assert.Equal(ExitCode.Errors, Run("validate", "--strict", file).Exit);
    }

    /// <summary>70,272 bytes per token (61 layers × 1,152 B): 30 GiB hold 458,394.8 of them, in whole blocks of 64.</summary>
    [Theory]
    [InlineData("30GiB", 458_384, ExitCode.Clean)]
    [InlineData("1GiB", 15_264, ExitCode.Errors)]
    public void Estimate_assumes_a_size_of_the_cache(string size, long tokens, int exit)
    {
        var run = Run("estimate", Write("bad.yaml", Bad), "--kv-memory", size, "--format", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(tokens, json.RootElement.GetProperty("kv_cache_tokens").GetInt64());
        Assert.Equal(exit, run.Exit);
        Assert.Equal(ExitCode.Misuse, Run("estimate", Write("bad.yaml", Bad), "--kv-memory", "much").Exit);
    }

    [Fact]
    public void Standard_input_is_read_for_a_hyphen() => Assert.Equal(ExitCode.Errors, RunWithInput(Bad, "validate", "-").Exit);

    [Fact]
    public void Patterns_name_several_files()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a", "b"));
        Write("a/b/one.yaml", Good);
        Write("a/two.yaml", Good);
        using var json = JsonDocument.Parse(Run("validate", "--format", "json", Path.Combine(_folder, "**", "*.yaml")).Output);

        Assert.Equal(2, json.RootElement.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public void Json_of_validate_and_estimate_keeps_its_contract()
    {
        var schemas = JsonSchemas();
        Assert.Empty(schemas.Validate("validate", Run("validate", "--format", "json", Write("bad.yaml", Bad)).Output));
        Assert.Empty(schemas.Validate("validate", Run("validate", "--format", "json", Write("good.yaml", Good)).Output));
        Assert.Empty(schemas.Validate("estimate", Run("estimate", "--format", "json", Write("good.yaml", Good)).Output));
        Assert.NotEmpty(schemas.Validate("estimate", "{\"version\":1}"));
    }

    [Fact]
    public void Sarif_names_rule_and_region()
    {
        using var sarif = JsonDocument.Parse(Run("validate", "--format", "sarif", Write("bad.yaml", Bad)).Output);
        var result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0];

        Assert.Equal("CK3001", result.GetProperty("ruleId").GetString());
        Assert.Equal(
            2,
            result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32()
        );
    }

    [Fact]
    public void Github_and_msbuild_lines_carry_file_line_and_id()
    {
        var file = Write("bad.yaml", Bad);

        Assert.Contains(",line=2,", Run("validate", "--format", "github", file).Output, StringComparison.Ordinal);
        Assert.Contains("(2,17,2,25): error CK3001: ", Run("validate", "--format", "msbuild", file).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_writes_once_and_leaves_unchanged_files_alone()
    {
        var (file, output) = (Write("good.yaml", Good), Path.Combine(_folder, "out"));
        Assert.Equal(ExitCode.Clean, Run("compile", file, "-o", output).Exit);
        var before = Snapshot(output);
        Thread.Sleep(20);

        Assert.Equal(ExitCode.Clean, Run("compile", file, "-o", output).Exit);
        Assert.Equal(before, Snapshot(output));
        Assert.Equal(ExitCode.Clean, Run("compile", file, "-o", output, "--check").Exit);
    }

    [Fact]
    public void Check_says_what_is_stale_and_writes_nothing()
    {
        var (file, output) = (Write("good.yaml", Good), Path.Combine(_folder, "out"));
        Run("compile", file, "-o", output);
        var before = Snapshot(output);
        Write("good.yaml", Good.Replace("65536", "32768", StringComparison.Ordinal));
        var check = Run("compile", file, "-o", output, "--check");

        Assert.Equal(ExitCode.Errors, check.Exit);
        Assert.Contains("differs: docker/Dockerfile", check.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(output));
    }

    [Fact]
    public void Errors_write_nothing()
    {
        var output = Path.Combine(_folder, "out");

        Assert.Equal(ExitCode.Errors, Run("compile", Write("bad.yaml", Bad), "-o", output).Exit);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Files_of_others_are_neither_overwritten_nor_deleted()
    {
        var (file, output) = (Write("good.yaml", Good), Path.Combine(_folder, "out"));
        Write("out/docker/Dockerfile", "FROM scratch\n");
        Write("out/notes.txt", "mine\n");

        Assert.Equal(ExitCode.Misuse, Run("compile", file, "-o", output).Exit);
        Assert.Equal("FROM scratch\n", File.ReadAllText(Path.Combine(output, "docker", "Dockerfile")));
        Assert.False(File.Exists(Path.Combine(output, "nccl", "nccl.env")));
        Assert.Equal(ExitCode.Clean, Run("compile", file, "-o", output, "--force").Exit);
        Assert.Equal("mine\n", File.ReadAllText(Path.Combine(output, "notes.txt")));
    }

    [Fact]
    public void An_edited_file_is_kept_unless_forced()
    {
        var (file, output) = (Write("good.yaml", Good), Path.Combine(_folder, "out"));
        Run("compile", file, "-o", output);
        File.AppendAllText(Path.Combine(output, "nccl", "nccl.env"), "NCCL_DEBUG=INFO\n");

        Assert.Equal(ExitCode.Misuse, Run("compile", file, "-o", output).Exit);
        Assert.Equal(ExitCode.Clean, Run("compile", file, "-o", output, "--force").Exit);
    }

    [Fact]
    public void Targets_that_are_dropped_are_removed()
    {
        var (file, output) = (Write("good.yaml", Good), Path.Combine(_folder, "out"));
        Run("compile", file, "-o", output);
        Run("compile", file, "-o", output, "--target", "nccl");

        Assert.Equal(
            ["nccl.env"],
            Directory
                .EnumerateFiles(output, "*", SearchOption.AllDirectories)
                .Select(Path.GetFileName)
                .Where(n => n != OutputDirectory.ManifestName)
        );
    }

    [Fact]
    public void A_link_out_of_the_folder_is_refused()
    {
        var (file, output) = (Write("good.yaml", Good), Path.Combine(_folder, "out"));
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "outside")).FullName;
        Directory.CreateDirectory(output);
        Directory.CreateSymbolicLink(Path.Combine(output, "docker"), outside);

        Assert.Equal(ExitCode.Misuse, Run("compile", file, "-o", output).Exit);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public void Own_templates_replace_ours_and_a_misspelt_member_is_an_error_at_its_line()
    {
        var (file, output) = (Write("good.yaml", Good), Path.Combine(_folder, "out"));
        var templates = Path.GetDirectoryName(Path.GetDirectoryName(Write("t/nccl/nccl.env.sbn", "# mine\nMODEL={{ model }}\n")));
        Run("compile", file, "-o", output, "--templates", templates ?? "", "--target", "nccl");
        Assert.Equal("# mine\nMODEL=deepseek-ai/DeepSeek-R1\n", File.ReadAllText(Path.Combine(output, "nccl", "nccl.env")));

        Write("t/nccl/nccl.env.sbn", "# mine\nMODEL={{ modle }}\n");
        var run = Run("compile", file, "-o", output, "--templates", templates ?? "", "--target", "nccl");
        Assert.Equal(ExitCode.Errors, run.Exit);
        Assert.Contains("nccl.env.sbn:2:", run.Output, StringComparison.Ordinal);
        Assert.Contains("CK1101", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_knows_every_diagnostic_and_key()
    {
        Assert.Contains("Weights don't fit", Run("explain", "CK3001").Output, StringComparison.Ordinal);
        Assert.Contains("max_model_len", Run("explain", "serving.max_model_len").Output, StringComparison.Ordinal);
        Assert.Contains("did you mean", Run("explain", "serving.max_modellen").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_lists_the_entries_of_its_files()
    {
        Assert.Equal(Entries("models", "models.json"), Listed("models"));
        Assert.Equal(Enum.GetValues<GpuVendor>().SelectMany(v => Entries("accelerators", $"accelerators/{v.Word()}.json")), Listed("gpus"));
        Assert.Equal(Entries("fabrics", "fabrics.json"), Listed("fabrics"));
        Assert.Equal(EngineList.All.Select(e => e.Name), Listed("engines"));

        IEnumerable<string> Listed(string name) =>
            Run("catalog", name).Output.Trim().Split('\n').Skip(1).Select(l => l.Trim().Split(' ')[0]);

        static IEnumerable<string> Entries(string list, string file)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "catalog", file)));
            return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(e => e.GetProperty("id").GetString() ?? "")];
        }
    }

    [Fact]
    public void Init_writes_a_file_that_validates_and_never_overwrites()
    {
        var file = Path.Combine(_folder, "new.yaml");

        Assert.Equal(ExitCode.Clean, Run("init", file).Exit);
        Assert.Equal(ExitCode.Clean, Run("validate", "--strict", file).Exit);
        Assert.Equal(ExitCode.Misuse, Run("init", file).Exit);
        Assert.Equal(ExitCode.Errors, Run("init", Path.Combine(_folder, "other.yaml"), "--model", "no-such-model").Exit);
        Assert.False(File.Exists(Path.Combine(_folder, "other.yaml")));
    }

    [Fact]
    public void Fix_mends_in_place_and_says_what_it_set()
    {
        var file = Write(
            "bad.yaml",
            "# ours\nmodel: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8} # eight\nparallelism: {tensor: 16}\nserving: {max_model_len: 65536}\n"
        );
        Assert.Contains("+parallelism: {tensor: 8}", Run("validate", "--diff", file).Output, StringComparison.Ordinal);
        Assert.Contains("tensor: 16", File.ReadAllText(file), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Clean, Run("validate", "--fix", file).Exit);
        Assert.Equal(
            "# ours\nmodel: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8} # eight\nparallelism: {tensor: 8}\nserving: {max_model_len: 65536}\n",
            File.ReadAllText(file)
        );
        Assert.Equal(ExitCode.Clean, Run("validate", file).Exit);
    }

    [Fact]
    public void An_unsafe_fix_must_be_asked_for()
    {
        var file = Write("bad.yaml", Bad);

        Assert.Equal(ExitCode.Errors, Run("validate", "--fix", file).Exit);
        Assert.Equal(Bad, File.ReadAllText(file));
        Assert.Equal(ExitCode.Clean, Run("validate", "--unsafe-fixes", file).Exit);
        Assert.Equal(ExitCode.Clean, Run("validate", file).Exit);
    }

    [Fact]
    public void Plan_lists_layouts_and_writes_one()
    {
        var file = Path.Combine(_folder, "planned.yaml");
        Assert.Contains("tokens_per_s_user", Run("plan", "--write", file).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, Run("validate", "--strict", file).Exit);
        Assert.Equal(ExitCode.Misuse, Run("plan", "--write", file).Exit);
        Assert.Equal(ExitCode.Errors, Run("plan", "--gpu", "l4", "--gpus-per-node", "1").Exit);
    }

    [Fact]
    public void Estimate_says_where_an_engines_planner_is_not_known()
    {
        const string Unknown = "plans its blocks is not published";

        Assert.Contains(
            Unknown,
            Run(
                "estimate",
                Write("trt.yaml", "model: {name: R1}\nhardware: {gpu: b200-sxm, gpus_per_node: 8}\nserving: {engine: tensorrt-llm}\n")
            ).Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(Unknown, Run("estimate", Write("good.yaml", Good)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_explains_each_term()
    {
        var output = Run("estimate", "--explain", Write("good.yaml", Good)).Output;

        Assert.Contains("61 layers × 1,152 B", output, StringComparison.Ordinal);
        Assert.Contains("routed experts", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_is_printed() => Assert.Contains("\"max_model_len\"", Run("schema").Output, StringComparison.Ordinal);

    [Fact]
    public void Colour_comes_only_when_asked_for()
    {
        var file = Write("bad.yaml", Bad);

        Assert.DoesNotContain('\u001b', Run("validate", file).Output);
        Assert.Contains('\u001b', Run("validate", "--color", "always", file).Output);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments) => RunWithInput("", arguments);

    private static (int Exit, string Output, string Error) RunWithInput(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = CommandLine.Run(arguments, new Terminal(new StringReader(input), output, error, UseColor: false));
        return (exit, output.ToString(), error.ToString());
    }

    private static List<(string, DateTime)> Snapshot(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => (f, File.GetLastWriteTimeUtc(f))),
        ];

    private static OutputSchemas JsonSchemas() => new(Path.Combine(Repository.Root, "schemas", "cli-output.schema.json"));
}
