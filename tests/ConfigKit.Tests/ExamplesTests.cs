using ConfigKit.Cli.Output;
using ConfigKit.Text;

namespace ConfigKit.Tests;

/// <summary>Every example compiles to its expected/ folder; a broken one reports what expected/diagnostics.txt says.</summary>
public sealed class ExamplesTests
{
    public static TheoryData<string> Names => [.. AllNames];

    internal static IEnumerable<string> AllNames =>
        Directory
            .EnumerateDirectories(Path.Combine(Repository.Root, "examples"))
            .Select(Path.GetFileName)
            .OfType<string>()
            .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_is_as_expected(string name)
    {
        var compilation = Compile(name);
        using var diagnostics = new StringWriter { NewLine = "\n" };
        TextOutput.Write([compilation], diagnostics, TextStyle.Plain);

        Repository.AssertCurrent($"examples/{name}/expected/diagnostics.txt", diagnostics.ToString());
        foreach (var file in compilation.Files)
        {
            Repository.AssertCurrent($"examples/{name}/expected/{file.Path}", file.Content);
        }

        var expected = Path.Combine(Repository.Root, "examples", name, "expected");
        var written = Directory
            .EnumerateFiles(expected, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(expected, f).Replace('\\', '/'));
        Assert.Equal(
            compilation.Files.Select(f => f.Path).Append("diagnostics.txt").Order(StringComparer.Ordinal),
            written.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_broken_examples_have_errors(string name) =>
        Assert.Equal(name.StartsWith("broken-", StringComparison.Ordinal), Compile(name).HasErrors);

    internal static Compilation Compile(string name)
    {
        var path = $"examples/{name}/deepseek-config.yaml";
        return ConfigCompiler.Compile(new SourceFile(path, File.ReadAllText(Path.Combine(Repository.Root, path))), CompilerOptions.Default);
    }
}
