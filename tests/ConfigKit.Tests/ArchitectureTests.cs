using System.Text.RegularExpressions;

namespace ConfigKit.Tests;

/// <summary>The law of docs/architecture.md: a folder of the compiler uses earlier ones alone.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Order =
    [
        "Text",
        "Diagnostics",
        "Syntax",
        "Binding",
        "Model",
        "Typing",
        "Catalog",
        "Engines",
        "Resolution",
        "Estimation",
        "Changes",
        "Rules",
        "Rendering",
        "Targets",
        "ServiceModel",
        "Search",
    ];

    [Fact]
    public void A_folder_uses_no_later_one()
    {
        var compiler = Path.Combine(Repository.Root, "src", "ConfigKit.Compiler");
        foreach (
            var file in Order.SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(compiler, folder), "*.cs", SearchOption.AllDirectories)
            )
        )
        {
            var own = Array.IndexOf(Order, Path.GetRelativePath(compiler, file).Split(Path.DirectorySeparatorChar)[0]);
            var used = Regex
                .Matches(File.ReadAllText(file), @"^using ConfigKit\.(\w+)", RegexOptions.Multiline)
                .Select(m => Array.IndexOf(Order, m.Groups[1].Value));
            Assert.All(used.Where(i => i > own), i => Assert.Fail($"{Path.GetRelativePath(compiler, file)} uses {Order[i]}"));
        }
    }

    [Fact]
    public void The_compiler_has_no_file_clock_environment_or_console()
    {
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src", "ConfigKit.Compiler"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
        )
        {
            Assert.DoesNotMatch(
                @"(?<![\w.])((Directory|Console|DateTime|DateTimeOffset|Stopwatch|Process)\.[A-Z]|File\.(Read|Write|Open|Exists|Delete|Move|Copy|Append|Create)|System\.Environment|Environment\.Get)",
                Regex.Replace(File.ReadAllText(file), "\"[^\"\n]*\"|//.*", "")
            );
        }
    }
}
