using ConfigKit.Model;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Tests.Resolution.Settings;

public sealed class ComplianceSettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("compliance: {}")]
    public void Defaults_hold_with_and_without_the_section(string sections)
    {
        var c = Decided.From(sections).Compliance;

        Decided.IsDefault(TimeSpan.FromDays(184), "six months", c.LogRetention);
        Assert.Null(c.MaxRetention);
        Decided.IsDefault(false, "off by default", c.LogPrompts);
        Decided.IsDefault(TimeSpan.FromDays(30), "default", c.PromptRetention);
        Decided.IsDefault("http://127.0.0.1:3100", "Loki on the same host", c.LokiUrl);
        Decided.IsDefault("/var/log/deepseek/access.log", "default path", c.AccessLog);
        Assert.Null(c.PromptLog);
        Assert.Null(c.Record.Recipients);
        Assert.Empty(c.Record.Purposes);
    }

    [Fact]
    public void Stated_values_win()
    {
        var c = Decided
            .From(
                "gateway: {access_log: /logs/access.log}\ncompliance: {log_retention: 200d, max_retention: 300d, log_prompts: true, "
                    + "prompt_retention: 7d, loki_url: \"https://loki.example.com\", controller: c, dpo: d, purposes: [p], "
                    + "legal_basis: consent, data_categories: [k], data_subjects: [s], recipients: [], transfers: [t], location: l}"
            )
            .Compliance;

        Decided.IsStated(TimeSpan.FromDays(200), c.LogRetention);
        Assert.Equal(TimeSpan.FromDays(300), c.MaxRetention);
        Decided.IsStated(true, c.LogPrompts);
        Decided.IsStated(TimeSpan.FromDays(7), c.PromptRetention);
        Decided.IsStated("https://loki.example.com", c.LokiUrl);
        Decided.IsStated("/logs/access.log", c.AccessLog);
        Assert.Equal("/logs/access-prompts.log", c.PromptLog);
        var r = c.Record;
        Assert.Equal(("c", "d", LawfulBasis.Consent, "l"), (r.Controller, r.Dpo, r.LegalBasis, r.Location));
        Decided.Holds(["p"], r.Purposes);
        Decided.Holds(["k"], r.DataCategories);
        Decided.Holds(["s"], r.DataSubjects);
        Decided.Holds(["t"], r.Transfers!.Value);
        Assert.Empty(r.Recipients!.Value);
    }

    [Theory]
    [InlineData("gateway: {access_log: /logs/access}", "/logs/access-prompts.log")]
    [InlineData("gateway: {implementations: [envoy]}", null)]
    [InlineData("", null)]
    public void Prompts_are_logged_where_a_proxy_can(string gateway, string? path) =>
        Assert.Equal(path, Decided.From(gateway + "\ncompliance: {log_prompts: true}").Compliance.PromptLog);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(24, 1)]
    [InlineData(25, 2)]
    public void Days_are_whole(int hours, int days) => Assert.Equal(days, ComplianceSettings.Days(TimeSpan.FromHours(hours)));
}
