using System.Reflection;
using ConfigKit.Diagnostics;
using ConfigKit.Rules;
using ConfigKit.Text;

namespace ConfigKit.Tests.Rules;

public sealed class RuleExamplesTests
{
    public static TheoryData<string> Ids => [.. RuleList.Descriptors.Where(d => d.Bad.Length > 0).Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Bad_example_reports_exactly_its_own_id(string id)
    {
        var bad = Validate(RuleList.Descriptors.Single(d => d.Id == id).Bad);

        Assert.All(bad.Diagnostics, d => Assert.True(d.Id == id, $"{d.Id}: {d.Message}"));
        Assert.NotEmpty(bad.Diagnostics);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Good_example_reports_nothing(string id)
    {
        var good = Validate(RuleList.Descriptors.Single(d => d.Id == id).Good);

        Assert.True(good.Diagnostics.IsEmpty, string.Join("\n", good.Diagnostics.Select(d => $"{d.Id}: {d.Message}")));
    }

    [Fact]
    public void Ids_are_unique()
    {
        var all = ConfigCompiler.Descriptors;

        Assert.Equal(all.Length, all.Select(d => d.Id).Distinct().Count());
        Assert.All(all, d => Assert.Matches("^CK[1-9][0-9]{3}$", d.Id));
    }

    /// <summary>Groups whose diagnostics say nearly all in their title.</summary>
    private static readonly DiagnosticGroup[] Plain = [DiagnosticGroup.Syntax, DiagnosticGroup.Templates, DiagnosticGroup.Binding];

    [Fact]
    public void Every_diagnostic_is_explained()
    {
        var incomplete = ConfigCompiler.Descriptors.Where(d =>
            d.Explanation.Checks.Length == 0
            || (!Plain.Contains(d.Group) && (d.Explanation.Why.Length == 0 || d.Explanation.Fix.Length == 0))
        );
        Assert.Empty(incomplete.Select(d => d.Id));
    }

    [Fact]
    public void References_are_links() =>
        Assert.All(
            ConfigCompiler.Descriptors.SelectMany(d => d.Explanation.References),
            r => Assert.True(Uri.TryCreate(r.Link, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps, r.Link)
        );

    [Fact]
    public void Every_descriptor_is_listed()
    {
        var stated = typeof(DiagnosticDescriptor)
            .Assembly.GetTypes()
            .Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor))
            .Select(f => Assert.IsType<DiagnosticDescriptor>(f.GetValue(null)).Id);

        Assert.Equal(ConfigCompiler.Descriptors.Select(d => d.Id).Order(), stated.Order());
    }

    [Fact]
    public void Every_diagnostic_of_a_bad_example_has_a_message_a_line_and_help()
    {
        foreach (var descriptor in RuleList.Descriptors.Where(d => d.Bad.Length > 0))
        {
            foreach (var diagnostic in Validate(descriptor.Bad).Diagnostics)
            {
                Assert.NotEmpty(diagnostic.Message);
                Assert.True(diagnostic.Help.Length > 0, descriptor.Id);
                Assert.True(diagnostic.Start.Line >= 1);
            }
        }
    }

    private static Compilation Validate(string text) =>
        ConfigCompiler.Validate(new SourceFile("deepseek-config.yaml", text), CompilerOptions.Default);
}
