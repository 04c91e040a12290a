using System.Text.RegularExpressions;
using ConfigKit.Cli;

namespace ConfigKit.Tests;

/// <summary>The README shows real output and real numbers.</summary>
public sealed class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    /// <summary>What stands below each `$ deepseek-config …` is what it prints; CONFIGKIT_ACCEPT=1 writes it.</summary>
    [Fact]
    public void Shown_output_is_what_the_command_prints()
    {
        var shown = Regex.Replace(
            Text,
            @"(?<=^    \$ deepseek-config (?<command>validate|estimate) (?<file>\S+)\n)(?:    .*\n|\n(?=    (?!\$)))*",
            m => Indented(Printed(m.Groups["command"].Value, m.Groups["file"].Value)),
            RegexOptions.Multiline
        );
        Repository.AssertCurrent("README.md", shown);
    }

    private static string Printed(string command, string example)
    {
        using var output = new StringWriter { NewLine = "\n" };
        CommandLine.Run(
            [command, Path.Combine(Repository.Root, example)],
            new Terminal(TextReader.Null, output, TextWriter.Null, UseColor: false)
        );
        return output.ToString().Replace(Repository.Root + "/", "", StringComparison.Ordinal);
    }

    private static string Indented(string text) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"    {line}\n"));

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
