using System.Text.Json;
using ConfigKit.Cli;

namespace ConfigKit.Tests.Cli;

/// <summary>deepseek-config.production.yaml over deepseek-config.yaml, for every command.</summary>
public sealed class OverlayTests : IDisposable
{
    private const string Below =
        "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving:\n  max_model_len: 65536\nruntime: {retries: 2}\ntargets: [docker]\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_overlay_is_judged_with_the_file_below_it()
    {
        Write("deepseek-config.yaml", Below);

        Assert.Equal(ExitCode.Clean, Run("validate", Write("deepseek-config.production.yaml", "serving: {max_num_seqs: 64}\n")).Exit);
        Assert.Equal(ExitCode.Clean, Run("validate", Write("deepseek-config.empty.yaml", "")).Exit);
    }

    [Fact]
    public void A_fault_stands_in_the_file_that_has_it()
    {
        var below = Write("deepseek-config.yaml", Below.Replace("65536", "9000000", StringComparison.Ordinal));
        var above = Write("deepseek-config.production.yaml", "hardware: {gpus_per_node: 0}\n");

        var run = Run("validate", "--format", "msbuild", above);

        Assert.Contains($"{above}(1,27,1,28): error CK2004: ", run.Output, StringComparison.Ordinal);
        Write("deepseek-config.production.yaml", "serving: {max_num_seqs: 64}\n");
        Assert.Contains(
            $"{below}(4,18,4,25): error CK4013: ",
            Run("validate", "--format", "msbuild", above).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_key_without_value_takes_it_away_and_a_list_is_replaced()
    {
        Write("deepseek-config.yaml", Below);
        var above = Write("deepseek-config.production.yaml", "serving: {max_model_len: }\nruntime: {more: [1]}\n");
        using var json = JsonDocument.Parse(Run("model", Path.Combine(_folder, "deepseek-config.yaml"), "--overlay", above).Output);

        var values = json.RootElement.GetProperty("environments")[1].GetProperty("values");
        Assert.False(values.GetProperty("serving").TryGetProperty("max_model_len", out _));
        Assert.Equal(2, values.GetProperty("runtime").GetProperty("retries").GetInt32());
        Assert.Equal(1, values.GetProperty("runtime").GetProperty("more")[0].GetInt32());
    }

    [Fact]
    public void An_overlay_compiles_and_its_fix_is_an_edit_of_the_overlay()
    {
        Write("deepseek-config.yaml", Below);
        var above = Write("deepseek-config.production.yaml", "serving: {max_model_len: 9000000}\n");

        Assert.Equal(ExitCode.Clean, Run("validate", "--unsafe-fixes", above).Exit);
        Assert.Equal("serving: {max_model_len: 163840}\n", File.ReadAllText(above));
        Assert.Equal(ExitCode.Clean, Run("compile", above, "-o", Path.Combine(_folder, "out")).Exit);
        Assert.Contains("\"163840\"", File.ReadAllText(Path.Combine(_folder, "out", "docker", "Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_has_one_type_in_all_environments()
    {
        Write("deepseek-config.yaml", Below);
        var above = Write("deepseek-config.production.yaml", "runtime: {retries: many}\n");

        var run = Run("model", Path.Combine(_folder, "deepseek-config.yaml"), "--all-overlays", "--format", "msbuild");

        Assert.Equal(ExitCode.Errors, run.Exit);
        Assert.Contains(
            $"{above}(1,11,1,18): error CK2013: `runtime.retries` is text here and a whole number in ",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Environments_have_names_of_their_own()
    {
        var file = Write("deepseek-config.yaml", Below);
        Write("deepseek-config.pre-prod.yaml", "");
        Write("deepseek-config.pre_prod.yaml", "");

        var run = Run("model", file, "--all-overlays");

        Assert.Equal(ExitCode.Misuse, run.Exit);
        Assert.Contains("would both be environment PreProd", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_compile_wrote_is_cleaned_but_for_edited_files()
    {
        var file = Write("deepseek-config.yaml", Below);
        var output = Path.Combine(_folder, "out");
        Assert.Equal(ExitCode.Clean, Run("compile", file, "-o", output).Exit);
        File.AppendAllText(Path.Combine(output, "docker", "compose.yaml"), "# mine\n");

        var run = Run("clean", "-o", output);

        Assert.Equal(ExitCode.Clean, run.Exit);
        Assert.Contains("kept docker/compose.yaml", run.Output, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(output, "docker", "compose.yaml")], Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories));
    }

    private (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = CommandLine.Run(arguments, new Terminal(TextReader.Null, output, error, UseColor: false));
        return (exit, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
