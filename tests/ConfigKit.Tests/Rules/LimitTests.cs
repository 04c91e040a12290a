using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Tests.Rules;

/// <summary>Each limit of a rule: the value at it, just below and just above; one file for each topic.</summary>
public sealed partial class LimitTests
{
    /// <summary>Stands in a file where the value goes.</summary>
    private const string Value = "§";

    [Theory]
    [MemberData(nameof(Advice))]
    [MemberData(nameof(Security))]
    [MemberData(nameof(Gateway))]
    [MemberData(nameof(Compliance))]
    [MemberData(nameof(Operations))]
    [MemberData(nameof(Engines))]
    public void A_rule_speaks_beyond_its_limit_alone(string id, string value, bool isReported, string file)
    {
        var source = new SourceFile("deepseek-config.yaml", file.Replace(Value, value));

        var found = ConfigCompiler.Validate(source, CompilerOptions.Default).Diagnostics;

        // Else the file was not understood, and no rule was asked.
        Assert.DoesNotContain(found, d => d.Severity == Severity.Error && d.Descriptor.Group < DiagnosticGroup.Memory);
        Assert.Equal(isReported, found.Any(d => d.Id == id));
    }

    private static IEnumerable<(string Id, string Value, bool IsReported, string File)> Limit(
        string id,
        string file,
        string[] reported,
        string[] silent
    )
    {
        Assert.Contains(Value, file, StringComparison.Ordinal);
        return [.. reported.Select(v => (id, v, true, file)), .. silent.Select(v => (id, v, false, file))];
    }

    private static TheoryData<string, string, bool, string> Rows(
        params IEnumerable<IEnumerable<(string Id, string Value, bool IsReported, string File)>> limits
    )
    {
        var rows = new TheoryData<string, string, bool, string>();
        foreach (var (id, value, isReported, file) in limits.SelectMany(l => l))
        {
            rows.Add(id, value, isReported, file);
        }

        return rows;
    }
}
