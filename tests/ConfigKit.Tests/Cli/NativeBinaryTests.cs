using ConfigKit.Tests.Targets;

namespace ConfigKit.Tests.Cli;

/// <summary>The native binary does what the JIT build does: a trimmed one may lose members without failing.</summary>
public sealed class NativeBinaryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Examples => [.. ExamplesTests.AllNames];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("$CONFIGKIT_AOT_BINARY")]
    [MemberData(nameof(Examples))]
    public void Compiles_examples_to_their_expected_files(string name)
    {
        var binary = Environment.GetEnvironmentVariable("CONFIGKIT_AOT_BINARY") ?? "";
        var run = Programs.Run(binary, "compile", Path.Combine(Repository.Root, "examples", name, "deepseek-config.yaml"), "-o", _folder);
        var isBroken = name.StartsWith("broken-", StringComparison.Ordinal);
        Assert.True(run.Exit == (isBroken ? 1 : 0), run.Output);
        var expected = Path.Combine(Repository.Root, "examples", name, "expected");
        foreach (
            var file in Directory
                .EnumerateFiles(expected, "*", SearchOption.AllDirectories)
                .Where(f => !f.EndsWith("diagnostics.txt", StringComparison.Ordinal))
        )
        {
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(_folder, Path.GetRelativePath(expected, file))));
        }

        var reported = File.ReadAllLines(Path.Combine(expected, "diagnostics.txt"))
            .Where(l => l.StartsWith("error[", StringComparison.Ordinal) || l.StartsWith("warning[", StringComparison.Ordinal));
        Assert.All(reported, line => Assert.Contains(line, run.Output, StringComparison.Ordinal));
    }

    [ProgramTheory("$CONFIGKIT_AOT_BINARY")]
    [InlineData("schema")]
    [InlineData("catalog", "models")]
    [InlineData("catalog", "gpus")]
    [InlineData("catalog", "fabrics")]
    [InlineData("catalog", "engines")]
    [InlineData("explain", "CK3001")]
    [InlineData("explain", "serving.max_model_len")]
    [InlineData("--help")]
    public void Prints_what_the_managed_build_prints(params string[] arguments)
    {
        var binary = Environment.GetEnvironmentVariable("CONFIGKIT_AOT_BINARY") ?? "";
        using var output = new StringWriter { NewLine = "\n" };
        ConfigKit.Cli.CommandLine.Run(arguments, new ConfigKit.Cli.Terminal(TextReader.Null, output, TextWriter.Null, UseColor: false));
        var run = Programs.Run(binary, arguments);
        Assert.Equal(0, run.Exit);
        if (arguments[0] != "--help")
        {
            Assert.Equal(output.ToString(), run.Output);
        }
    }
}
