using System.Text;
using ConfigKit.Cli.Output;
using ConfigKit.Text;

namespace ConfigKit.Tests;

/// <summary>
/// One behaviour, one text file in Cases: the configuration, then what it reports and the named files that it compiles
/// to. The parts after the configuration are accepted with CONFIGKIT_ACCEPT=1 and read as a diff.
/// </summary>
public sealed class CaseTests
{
    private const string Folder = "tests/ConfigKit.Tests/Cases";
    private const string Output = "output: ";

    public static TheoryData<string> Names => [.. AllNames];

    /// <summary>The configuration of each case.</summary>
    internal static IEnumerable<string> AllConfigurations =>
        AllNames
            .Select(name => Split(File.ReadAllText(Path.Combine(Repository.Root, Folder, name))))
            .Select(parts => parts.First(p => p.Name == "deepseek-config.yaml").Text);

    private static IEnumerable<string> AllNames =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.txt", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Path.Combine(Repository.Root, Folder), f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_is_current(string name)
    {
        var parts = Split(File.ReadAllText(Path.Combine(Repository.Root, Folder, name)));
        var source = new SourceFile("deepseek-config.yaml", parts.First(p => p.Name == "deepseek-config.yaml").Text);
        var compilation = ConfigCompiler.Compile(
            source,
            CompilerOptions.Default with
            {
                ReadText = path => parts.FirstOrDefault(p => IsInput(p.Name) && p.Name == path).Text,
            }
        );
        var actual = new StringBuilder();
        foreach (var (part, text) in parts)
        {
            actual
                .Append("-- ")
                .Append(part)
                .Append(" --\n")
                .Append(
                    part switch
                    {
                        "deepseek-config.yaml" => text,
                        _ when IsInput(part) => text,
                        "diagnostics" => Diagnostics(compilation),
                        _ when part.StartsWith(Output, StringComparison.Ordinal) => compilation
                            .Files.FirstOrDefault(f => f.Path == part[Output.Length..])
                            ?.Content
                            ?? "(not written)\n",
                        _ => throw new InvalidOperationException($"{name}: `{part}` is no part of a case"),
                    }
                );
        }

        Repository.AssertCurrent($"{Folder}/{name}", actual.ToString());
    }

    /// <summary>A file that the configuration names, relative to it.</summary>
    private static bool IsInput(string part) =>
        part.StartsWith("./", StringComparison.Ordinal) && part.EndsWith(".json", StringComparison.Ordinal);

    private static string Diagnostics(Compilation compilation)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        TextOutput.Write([compilation], writer, TextStyle.Plain);
        return writer.ToString();
    }

    private static List<(string Name, string Text)> Split(string text)
    {
        var parts = new List<(string Name, string Text)>();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("-- ", StringComparison.Ordinal) && line.EndsWith(" --", StringComparison.Ordinal))
            {
                parts.Add((line[3..^3], ""));
            }
            else
            {
                parts[^1] = (parts[^1].Name, parts[^1].Text + line + "\n");
            }
        }

        return parts;
    }
}
