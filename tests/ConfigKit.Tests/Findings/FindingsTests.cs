using System.Globalization;
using System.Text.RegularExpressions;
using ConfigKit.Text;

namespace ConfigKit.Tests.Findings;

/// <summary>
/// What is found, whatever the words: for each example, case and rule's bad file the ids, severities, places, keys and
/// numbers. findings.tsv was written before the messages were last reworded; a rewording keeps it, up to rounding. A
/// change of what is found is accepted with CONFIGKIT_ACCEPT=1 and read as a diff.
/// </summary>
public sealed class FindingsTests
{
    private const string Snapshot = "tests/ConfigKit.Tests/Findings/findings.tsv";

    // 79.57 may become 79.6; 0.92 may become 92 %.
    private const double Rounding = 0.006;

    private static readonly Regex Number = new(@"(?<![\w.-])\d[\d,]*(\.\d+)?(?![\w]*[-.]\w)", RegexOptions.CultureInvariant);

    [Fact]
    public void Rewording_changes_no_finding()
    {
        var actual = Subjects().SelectMany(s => Findings(s.Name, s.Text)).ToList();
        var path = Path.Combine(Repository.Root, Snapshot);
        if (Environment.GetEnvironmentVariable("CONFIGKIT_ACCEPT") == "1")
        {
            File.WriteAllLines(path, actual);
        }

        var expected = File.ReadAllLines(path);
        Assert.Equal(expected.Select(WithoutNumbers), actual.Select(WithoutNumbers));
        Assert.All(expected.Zip(actual), pair => AssertNumbersKept(pair.First, pair.Second));
    }

    private static void AssertNumbersKept(string before, string after)
    {
        var known = NumbersOf(before);
        var added = NumbersOf(after).Where(n => !known.Any(k => IsRounded(k, n))).ToList();
        Assert.True(added.Count == 0, $"numbers that were not there before: {string.Join(", ", added)}\nbefore: {before}\nafter:  {after}");
    }

    private static bool IsRounded(double before, double after) =>
        new[] { before, before * 100, before / 100, before / 60 }.Any(b => Math.Abs(b - after) <= Math.Max(Math.Abs(b) * Rounding, 1e-9));

    private static double[] NumbersOf(string line) =>
        [
            .. line.Split('\t')[^1]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(n => double.Parse(n, CultureInfo.InvariantCulture)),
        ];

    private static string WithoutNumbers(string line) => line[..line.LastIndexOf('\t')];

    private static IEnumerable<string> Findings(string name, string text)
    {
        var compilation = ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", text), CompilerOptions.Default);
        yield return $"{name}\texit {(compilation.HasErrors ? 1 : 0)}, {compilation.Verdict}, {compilation.Files.Length} files\t";
        foreach (var d in compilation.Diagnostics)
        {
            var words = $"{d.Message} {d.Note} {d.Help}";
            var numbers = Number.Matches(words).Select(m => m.Value.Replace(",", "", StringComparison.Ordinal).TrimEnd('.'));
            var (from, to) = (d.Start, d.End);
            yield return $"{name}\t{d.Id} {d.Severity} {from.Line}:{from.Column}-{to.Line}:{to.Column} {d.Key}{(d.Fix is null ? "" : d.Fix.IsSafe ? " safe fix" : " unsafe fix")}\t{string.Join(' ', numbers)}";
        }
    }

    private static IEnumerable<(string Name, string Text)> Subjects()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "examples")).Order(StringComparer.Ordinal))
        {
            yield return ($"examples/{Path.GetFileName(folder)}", File.ReadAllText(Path.Combine(folder, "deepseek-config.yaml")));
        }

        var cases = Path.Combine(Repository.Root, "tests", "ConfigKit.Tests", "Cases");
        foreach (var file in Directory.EnumerateFiles(cases, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var parts = File.ReadAllText(file).Split("-- deepseek-config.yaml --\n", 2)[^1];
            var end = Regex.Match(parts, "^-- .* --$", RegexOptions.Multiline);
            yield return (Path.GetRelativePath(cases, file).Replace('\\', '/'), end.Success ? parts[..end.Index] : parts);
        }

        foreach (var descriptor in ConfigCompiler.Descriptors.Where(d => d.Bad.Length > 0).OrderBy(d => d.Id, StringComparer.Ordinal))
        {
            yield return ($"{descriptor.Id} bad", descriptor.Bad);
        }
    }
}
