using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Rules;
using ConfigKit.Rules.Gateway;
using ConfigKit.Rules.Host;
using ConfigKit.Tests.Architecture;
using Microsoft.CodeAnalysis.CSharp;

namespace ConfigKit.Tests.Rules;

/// <summary>What one section tells by itself is judged by the section's validator; rules are for what takes more.</summary>
public sealed class SectionRulesTests
{
    // What Resolution decided for one section from others too, so that the section alone can't tell.
    private static readonly ImmutableDictionary<string, string> ReadsDecided = ImmutableDictionary.CreateRange([
        KeyValuePair.Create(nameof(GatewayPortTaken), "without gateway.backends the backend is the engine's serving.port, by the targets"),
        KeyValuePair.Create(nameof(HugepagesUnevenNuma), "without host.numa_nodes there are as many as hardware.cpu.sockets"),
    ]);

    public static TheoryData<string> Rules => [.. RuleList.CreateAll().Select(r => r.GetType().Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_reads_more_than_one_section(string rule)
    {
        var read = RuleReads.Of(CompilerSources.Compilation, rule);

        Assert.False(read.IsEmpty, $"{rule} reads nothing of the deployment");
        if (read.Length == 1 && IsSection(read[0]))
        {
            Assert.True(ReadsDecided.ContainsKey(rule), $"{rule} reads {read[0]} alone: judge it in that section's validator");
        }
    }

    [Fact]
    public void What_a_rule_reads_is_seen_through_patterns_and_methods()
    {
        var compilation = CompilerSources.Compilation.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText(
                """
                namespace ConfigKit.Rules;

                internal sealed class One() : DeploymentRule(null!)
                {
                    protected override IEnumerable<Finding> Find(Subject s)
                    {
                        var d = s.Deployment;
                        if (d is { Host.Swappiness.Value: > 3 } && d.Spans.Has("x") && Balances(d))
                        {
                            yield return new("", "");
                        }
                    }

                    private static bool Balances(Resolution.Deployment d) => d.Host.NumaBalancing;
                }

                internal sealed class Several() : DeploymentRule(null!)
                {
                    protected override IEnumerable<Finding> Find(Subject s) =>
                        s.Deployment.Host.NumaBalancing && IsLarge(s) ? [new("", "")] : [];

                    private static bool IsLarge(Subject s) => s.Estimate.CheckpointBytes > 0 && s.Deployment.GpuCount > 1;
                }
                """,
                new CSharpParseOptions(LanguageVersion.Preview)
            )
        );

        Assert.Equal(["Host"], RuleReads.Of(compilation, "One").AsEnumerable());
        Assert.Equal(["Estimate", "GpuCount", "GpusPerNode", "Host", "Nodes"], RuleReads.Of(compilation, "Several").AsEnumerable());
    }

    private static bool IsSection(string member) =>
        member == nameof(Deployment.Cluster)
        || typeof(DeepSeekConfig).GetProperty(member)?.PropertyType.Namespace == typeof(DeepSeekConfig).Namespace;
}
