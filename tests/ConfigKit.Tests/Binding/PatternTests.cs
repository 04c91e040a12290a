using System.Text.RegularExpressions;
using ConfigKit.Binding;
using ConfigKit.Cli.Output;

namespace ConfigKit.Tests.Binding;

/// <summary>Patterns of keys are matched with backtracking, so none may take long on the longest text that a file can hold.</summary>
public sealed class PatternTests
{
    private const int LongestText = 4096;
    private static readonly string[] Repeated = ["a", "A", "0", "-", ".", "/", "_", ":", "a-", "a.", "a/", ".a", "[]", "a[]", "1.0", "é"];

    private static IEnumerable<KeyInfo> Keys =>
        ReferencePages.Flatten(ConfigCompiler.Keys).Where(k => k.Pattern.Length > 0).DistinctBy(k => k.Pattern);

    public static TheoryData<string> Paths() => [.. Keys.Select(k => k.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_pattern_answers_at_once_on_the_longest_text(string path)
    {
        var key = Keys.Single(k => k.Path == path);
        var regex = new Regex(key.Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
        foreach (var start in new[] { "", key.Example, key.Example.TrimEnd('}') })
        {
            foreach (var part in Repeated)
            {
                // Throws where it takes longer.
                regex.IsMatch(start + string.Concat(Enumerable.Repeat(part, (LongestText - start.Length) / part.Length)) + "\n[");
            }
        }
    }
}
