using System.Globalization;
using System.Text;
using System.Text.Json;
using ConfigKit.Cli.Output;
using ConfigKit.Estimation;
using ConfigKit.Tests.Estimation.Weights;
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
        var cases = Cases().Select(c => (Logged: c, Predicted: Predict(c))).ToList();
        var page = new StringBuilder("# Predicted beside measured\n\n");
        page.Append(
            "What the tool predicts beside what engines' own code counts and what people logged. A test writes this page and keeps it current; "
                + "nothing is left out by a skip.\n\n"
        );
        WriteSummary(page, cases);
        page.Append(
            "\n## Logged runs\n\nEvery case is a run that somebody logged (the source is linked); "
                + "`tests/ConfigKit.Tests/FieldCases/cases.json` holds their settings. KV tokens rest on the overhead, which is an interval: the "
                + "third figure is what its ends give.\n\n| case | verdict | happened | weights GiB, predicted | logged | error | "
                + "KV tokens, predicted | logged | error | interval | remark |\n|---|---|---|---|---|---|---|---|---|---|---|\n"
        );
        foreach (var (logged, p) in cases)
        {
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

    private static void WriteSummary(StringBuilder page, List<(FieldCase Logged, Compilation Predicted)> cases)
    {
        page.Append("| what | engine | compared with | cases | mean error | median | 90 % below |\n|---|---|---|---|---|---|---|\n");
        Row("weights on a rank", "vLLM", "tensors counted by the engine's code", WeightRowTests.ProjectRows());
        Row("loaded model", "vLLM", "lines of logs", LoadLineTests.All());
        foreach (
            var engine in cases.GroupBy(c => c.Predicted.Deployment?.Engine.Title ?? "none").OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            Row("loaded model", engine.Key, "logged runs", Pairs(engine, e => e.Weights, NearestLoaded));
            Row("KV tokens", engine.Key, "logged runs", Pairs(engine, e => e.Tokens, (e, _) => e.KvCacheTokens));
        }

        var tokens = cases.Where(c => c.Logged.Tokens is not null && c.Predicted.Estimate is not null).ToList();
        var covered = tokens.Count(c =>
            c.Predicted.Estimate!.KvCacheTokensLow <= c.Logged.Tokens && c.Logged.Tokens <= c.Predicted.Estimate.KvCacheTokensHigh
        );
        var started = cases.Where(c => c.Logged.Verdicts.Contains("fits")).ToList();
        var failed = cases.Where(c => !c.Logged.Verdicts.Contains("fits")).ToList();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""

            - KV planner: every one of {PlannerRows("vllm-rows.json")} rows of vLLM's own planner and {PlannerRows(
                "sglang-rows.json"
            )} of SGLang's is exact, to the token and to the reason of a refusal; so are all rows of the larger tables that the tests read where CONFIGKIT_FACTS names them.
            - The interval holds {covered} of {tokens.Count} logged KV sizes.
            - Of {started.Count} runs that may have started, {started.Count(IsRight)} are called so, {started.Count(c =>
                c.Predicted.Verdict == Verdict.Tight
            )} of them tight; of {failed.Count} that did not, {failed.Count(IsRight)} are refused for the right reason.
            - {cases.Count(c =>
                c.Logged.WeightsUnexplained.Length > 0
            )} load and {LoadLineTests.UnexplainedLines.Count} lines are unexplained; they count in the rows above.

            """
        );

        void Row(string what, string engine, string reference, IEnumerable<(double Predicted, double Measured)> pairs)
        {
            var errors = pairs.Select(p => 100 * Math.Abs((p.Predicted / p.Measured) - 1)).Order().ToList();
            if (errors.Count > 0)
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| {what} | {engine} | {reference} | {errors.Count} | {errors.Average():0.00} % | {errors[(errors.Count - 1) / 2]:0.00} % | {errors[(int)Math.Ceiling(0.9 * errors.Count) - 1]:0.00} % |\n"
                );
            }
        }
    }

    private static bool IsRight((FieldCase Logged, Compilation Predicted) c) =>
        c.Logged.Verdicts.Contains(VerdictName.Of(c.Predicted.Verdict));

    private static IEnumerable<(double, double)> Pairs(
        IEnumerable<(FieldCase Logged, Compilation Predicted)> cases,
        Func<FieldCase, double?> measured,
        Func<Estimate, double, double> predicted
    ) =>
        cases
            .Where(c => measured(c.Logged) is not null && c.Predicted.Estimate is not null)
            .Select(c => (predicted(c.Predicted.Estimate!, measured(c.Logged)!.Value), measured(c.Logged)!.Value));

    private static double NearestLoaded(Estimate e, double gib) => Nearest(e.Stages.Select(s => s.LoadedBytes / (double)Quantity.GiB), gib);

    private static int PlannerRows(string file)
    {
        var path = Path.Combine(Repository.Root, "tests", "ConfigKit.Tests", "Estimation", "KvCache", file);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("rows").GetArrayLength();
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
