using System.Globalization;
using System.Text;
using System.Text.Json;
using ConfigKit.Cli.Output;
using ConfigKit.Text;

namespace ConfigKit.Tests.FieldCases;

/// <summary>Runs that people logged, beside what is predicted; docs/accuracy.md is the table.</summary>
public sealed class FieldCaseTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "ConfigKit.Tests", "FieldCases");

    public static TheoryData<string> Ids => [.. Cases().Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Verdict_agrees_with_what_happened(string id)
    {
        var logged = Cases().Single(c => c.Id == id);
        var predicted = Predict(logged);

        // A disagreement that is known and explained must still be one: when it goes, its explanation must go too.
        Assert.True(
            logged.Verdicts.Contains(VerdictName.Of(predicted.Verdict)) == (logged.Disagreement.Length == 0),
            $"{VerdictName.Of(predicted.Verdict)}: {string.Join("; ", predicted.Diagnostics.Select(d => d.Message))}"
        );
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Weights_agree_with_the_log_within_one_and_a_half_percent(string id)
    {
        var logged = Cases().Single(c => c.Id == id);
        if (logged.Weights is { } gib)
        {
            // A log that does not name its stage may be any of them.
            var stages = Predict(logged).Estimate?.Stages.Select(s => s.LoadedBytes / (double)Quantity.GiB) ?? [];
            var agrees = stages.Min() * 0.985 <= gib && gib <= stages.Max() * 1.015;

            // As with verdicts: what nothing explains is listed, and goes from the list once something does.
            Assert.True(agrees == (logged.WeightsUnexplained.Length == 0), $"{string.Join(" ", stages)} against {gib}");
        }
    }

    [Fact]
    public void Accuracy_page_is_current()
    {
        var page = new StringBuilder(
            "# Predicted beside logged\n\nEvery case is a run that somebody logged (the source is linked); `tests/ConfigKit.Tests/FieldCases/cases.json` holds their settings. KV tokens rest on the overhead, which is an interval: the third figure is what its ends give. A test keeps this page current.\n\n| case | verdict | happened | weights GiB, predicted | logged | error | KV tokens, predicted | logged | error | interval | remark |\n|---|---|---|---|---|---|---|---|---|---|---|\n"
        );
        foreach (var logged in Cases())
        {
            var p = Predict(logged);
            var weights =
                p.Estimate is { } e && logged.Weights is { } gib
                    ? Nearest(e.Stages.Select(s => s.LoadedBytes / (double)Quantity.GiB), gib)
                    : (double?)null;
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {(logged.Source.StartsWith("http", StringComparison.Ordinal) ? $"[{logged.Id}]({logged.Source})" : $"{logged.Id} ({logged.Source})")} | {VerdictName.Of(p.Verdict)} | {string.Join(" or ", logged.Verdicts)} | {Cell(weights, 2)} | {Cell(logged.Weights, 2)} | {Error(weights, logged.Weights)} | {Cell(logged.Tokens is null ? null : p.Estimate?.KvCacheTokens, 0)} | {Cell(logged.Tokens, 0)} | {Error(p.Estimate?.KvCacheTokens, logged.Tokens)} | {(logged.Tokens is null || p.Estimate is null ? "" : $"{Quantity.Count(p.Estimate.KvCacheTokensLow)} to {Quantity.Count(p.Estimate.KvCacheTokensHigh)}")} | {logged.Disagreement}{logged.WeightsUnexplained}{logged.Remark} |\n"
            );
        }

        Repository.AssertCurrent("docs/accuracy.md", page.ToString());
    }

    private static double Nearest(IEnumerable<double> stages, double logged) => stages.MinBy(s => Math.Abs(s - logged));

    private static string Cell(double? value, int decimals) => value is { } v ? Quantity.Number(v, decimals) : "";

    private static string Error(double? predicted, double? logged) =>
        predicted is { } p && logged is { } l
            ? Math.Round(100 * ((p / l) - 1), 1).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %"
            : "";

    private static Compilation Predict(FieldCase logged) =>
        ConfigCompiler.Validate(
            new SourceFile(logged.Id + ".yaml", logged.Config),
            CompilerOptions.Default with
            {
                ReadText = name => File.Exists(Path.Combine(Folder, name)) ? File.ReadAllText(Path.Combine(Folder, name)) : null,
            }
        );

    private static List<FieldCase> Cases()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json")));
        return
        [
            .. document
                .RootElement.EnumerateArray()
                .Select(c => new FieldCase(
                    c.GetProperty("id").GetString() ?? "",
                    c.GetProperty("source").GetString() ?? "",
                    c.GetProperty("config").GetString() ?? "",
                    [.. c.GetProperty("verdicts").EnumerateArray().Select(v => v.GetString() ?? "")],
                    c.GetProperty("logged").TryGetProperty("weights_gib", out var w) ? w.GetDouble() : null,
                    c.GetProperty("logged").TryGetProperty("kv_cache_tokens", out var t) ? t.GetDouble() : null,
                    c.TryGetProperty("disagreement", out var d) ? d.GetString() ?? "" : "",
                    c.TryGetProperty("weights_unexplained", out var u) ? u.GetString() ?? "" : "",
                    c.TryGetProperty("remark", out var r) ? r.GetString() ?? "" : ""
                )),
        ];
    }

    private sealed record FieldCase(
        string Id,
        string Source,
        string Config,
        List<string> Verdicts,
        double? Weights,
        double? Tokens,
        string Disagreement,
        string WeightsUnexplained,
        string Remark
    );
}
