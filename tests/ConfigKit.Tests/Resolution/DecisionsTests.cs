using System.Reflection;
using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Tests.Resolution;

/// <summary>Every decided setting is told to users who ask, under the key that changes it.</summary>
public sealed class DecisionsTests
{
    private const string EverySection =
        "gateway: {}\ncompliance: {}\nhelm: {}\nsystemd: {}\noperations: {}\ntriton: {}\nframework: {}\n"
        + "observability: {tracing: {otlp_endpoint: \"http://otel:4317\"}}\nkubernetes: {autoscaling: {}, route: {gateway: inference}}\n";

    private static readonly Dictionary<string, KeyInfo> Keys = ConfigCompiler
        .Keys.SelectMany(WithChildren)
        .ToDictionary(k => k.Path, StringComparer.Ordinal);

    [Fact]
    public void A_setting_is_told_by_being_one()
    {
        var d = Decided.From(EverySection);
        var told = d.Decisions.Select(m => (m.Value, m.Why)).ToHashSet();
        var settings = Settings(d).ToList();

        Assert.True(settings.Count > 100, $"{settings.Count} settings");
        Assert.All(settings, s => Assert.Contains((s.Value is Fabric fabric ? fabric.Id : s.Value, s.Why), told));
    }

    [Theory]
    [InlineData("")]
    [InlineData(EverySection)]
    public void A_decision_has_a_key_that_the_file_leaves_out_and_can_be_written(string sections)
    {
        var d = Decided.From(sections);

        Assert.All(d.Decisions, m => Assert.NotNull(Keys[m.Key].Write!(m.Value)));
        Assert.All(d.Decisions, m => Assert.False(d.Spans.Has(m.Key), m.Key));
    }

    [Fact]
    public void Of_a_target_that_is_not_written_nothing_is_told()
    {
        Assert.DoesNotContain(Decided.From().Decisions, m => m.Key.StartsWith("triton.", StringComparison.Ordinal));
        Assert.Contains(Decided.From("targets: [triton]").Decisions, m => m is { Key: "triton.metrics_port", Value: 8002 });
    }

    /// <summary>The settings that the file does not state, found by their type.</summary>
    private static IEnumerable<(object Value, string Why)> Settings(object node)
    {
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            switch (property.GetValue(node))
            {
                case { } setting when IsSetting(setting.GetType()):
                    var (value, why) = (Member(setting, "Value"), (string)Member(setting, "Why")!);
                    if (value is not null && why.Length > 0)
                    {
                        yield return (value, why);
                    }

                    break;
                case { } part when IsPart(part.GetType()):
                    foreach (var inner in Settings(part))
                    {
                        yield return inner;
                    }

                    break;
            }
        }
    }

    private static bool IsSetting(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Setting<>);

    private static bool IsPart(Type type) =>
        type.Namespace == typeof(HostSettings).Namespace || type == typeof(ParallelLayout) || type == typeof(ServingSettings);

    private static object? Member(object setting, string name) => setting.GetType().GetProperty(name)!.GetValue(setting);

    private static IEnumerable<KeyInfo> WithChildren(KeyInfo key) => key.Children.SelectMany(WithChildren).Prepend(key);
}
