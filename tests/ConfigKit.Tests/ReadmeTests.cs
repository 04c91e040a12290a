using System.Text.RegularExpressions;
using ConfigKit.Cli;

namespace ConfigKit.Tests;

/// <summary>The README shows real output and real numbers.</summary>
public sealed class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Theory]
    [InlineData("validate", "examples/broken-memory/deepseek-config.yaml")]
    [InlineData("estimate", "examples/r1-8xh200/deepseek-config.yaml")]
    public void Shown_output_is_what_the_command_prints(string command, string example)
    {
        using var output = new StringWriter { NewLine = "\n" };
        CommandLine.Run(
            [command, Path.Combine(Repository.Root, example)],
            new Terminal(TextReader.Null, output, TextWriter.Null, UseColor: false)
        );
        var printed = output.ToString().Replace(Repository.Root + "/", "", StringComparison.Ordinal);

        foreach (var line in printed.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Contains("    " + line + "\n", Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Number_of_diagnostics_is_current() =>
        Assert.Contains($"each of the {ConfigCompiler.Descriptors.Length} diagnostics", Text, StringComparison.Ordinal);

    [Fact]
    public void Links_lead_somewhere()
    {
        foreach (Match link in Regex.Matches(Text, @"\]\((?!http)([^)#]+)\)"))
        {
            Assert.True(Path.Exists(Path.Combine(Repository.Root, link.Groups[1].Value)), link.Groups[1].Value);
        }
    }
}
