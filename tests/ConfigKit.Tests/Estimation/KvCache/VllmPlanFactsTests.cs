using System.Text.Json.Nodes;
using ConfigKit.Engines.Caches;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>Every plan of the fact tables, in every field.</summary>
public sealed class VllmPlanFactsTests
{
    private const string Rows = "oracle/kv-vllm.json";
    private const string Extra = "oracle/kv-vllm-extra.json";

    [FactsFact(Rows)]
    public void Every_row_is_exact() => VllmPlanAssert.Exact(File.ReadAllText(Facts.Find(Rows)!));

    [FactsFact(Extra)]
    public void Every_further_row_is_exact() => VllmPlanAssert.Exact(File.ReadAllText(Facts.Find(Extra)!));

    [FactsFact(Rows)]
    public void Our_own_choice_is_the_engines_on_Hopper() => VllmPlanAssert.SameChoice(File.ReadAllText(Facts.Find(Rows)!));

    [FactsFact(Extra)]
    public void Our_own_choice_is_the_engines_on_Hopper_in_further_rows() =>
        VllmPlanAssert.SameChoice(File.ReadAllText(Facts.Find(Extra)!));
}

/// <summary>Plans and choices held against those of the engine.</summary>
internal static class VllmPlanAssert
{
    public static void Exact(string json)
    {
        var layouts = JsonNode.Parse(json)!["layouts"];
        var rows = VllmRow.Read(json).ToList();
        Assert.NotEmpty(rows);
        var wrong = rows.Select(r => (r.Name, Faults: Faults(r, layouts).ToList())).Where(f => f.Faults.Count > 0).ToList();
        Assert.True(
            wrong.Count == 0,
            $"{wrong.Count} of {rows.Count} rows differ\n"
                + string.Join('\n', wrong.Take(40).Select(w => $"{string.Join("; ", w.Faults)} <- {w.Name}"))
        );
    }

    public static void SameChoice(string json)
    {
        var wrong = new List<string>();
        foreach (var row in VllmRow.Read(json).Where(r => r is { Device: "H200", IsResolved: true }))
        {
            var own = VllmCacheChoice.Resolve(row.Request(), out var refusal);
            if (own != row.Settings())
            {
                wrong.Add($"{(own is null ? refusal!.Message : own)} but {row.Settings()} <- {row.Name}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ\n" + string.Join('\n', wrong.Take(20)));
    }

    private static IEnumerable<string> Faults(VllmRow row, JsonNode? layouts)
    {
        var request = row.Request();
        var own = VllmCacheChoice.Resolve(request, out var refusal);
        if (!row.IsResolved)
        {
            refusal ??= row.Plan(row.Input(request, own!)).Refusal;
            return refusal?.Reason == row.Reason() ? [] : [$"refused {refusal?.Reason.ToString() ?? "nothing"}, not {row.Reason()}"];
        }

        var input = row.Input(request, row.Settings());
        var plan = row.Plan(input);
        var expected = row.Refused is null ? (KvRefusalReason?)null : row.Reason();
        (string Name, object? Expected, object? Found)[] fields =
        [
            ("refused", expected, plan.Refusal?.Reason),
            ("in_flight_tokens", row.TokensInFlight ?? input.TokensInFlight, input.TokensInFlight),
            ("need_bytes", row.Long("need_bytes"), plan.RequestBytes),
            ("auto_max_model_len", row.Long("auto_max_model_len"), (long)plan.Longest),
            ("estimated_max_model_len", row.Long("estimated_max_model_len"), plan.LongestOfRefusal is { } l ? (long)l : null),
            ("num_blocks", row.Long("num_blocks") ?? plan.Blocks, plan.Blocks),
            ("kv_tokens", row.Long("kv_tokens") ?? plan.Tokens, plan.Tokens),
            ("max_concurrency", row.Number("max_concurrency") ?? Math.Round(plan.Concurrency, 4), Math.Round(plan.Concurrency, 4)),
        ];
        return fields
            .Where(f => !Equals(f.Expected, f.Found))
            .Select(f => $"{f.Name} {f.Found}, not {f.Expected}")
            .Concat(LayoutFaults(row, plan, layouts));
    }

    private static IEnumerable<string> LayoutFaults(VllmRow row, ConfigKit.Estimation.KvCache.VllmKvPlan plan, JsonNode? layouts)
    {
        var layout = row.Layout is { } key ? layouts?[key] : null;
        var bytes = row.Long("bytes_per_block") ?? layout?["bytes_per_block"]?.GetValue<long>();
        if (bytes is not null && bytes != plan.Stages.Max(s => s.BlockBytes))
        {
            yield return $"bytes_per_block {plan.Stages.Max(s => s.BlockBytes)}, not {bytes}";
        }

        var groups = row.Groups?.Select(g => $"{g!["layers"]} of {g["block_size"]}");
        var found = plan.Stages[0].Groups.Select(g => $"{g.Layers.Length} of {g.First.Block}");
        if (groups is not null && !groups.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)))
        {
            yield return $"groups {string.Join(", ", found)}, not {string.Join(", ", groups)}";
        }

        var pages = layout
            ?["groups"]?.AsArray()
            .SelectMany(
                g => g!["specs"]!.AsArray(),
                (g, s) =>
                    $"{s!["layers"]} of {s["page_bytes"]} B, block {s["block_size"]}, "
                    + $"window {s["window"]?.ToString() ?? "0"}, 1 in {PerState(s["tokens_per_state"])}"
            );
        var own = plan.Stages[0]
            .Groups.SelectMany(g =>
                g.Layers.GroupBy(l => (l.PageBytes, l.Block, l.Window, l.TokensPerState))
                    .Select(s =>
                        $"{s.Count()} of {s.Key.PageBytes} B, block {s.Key.Block}, window {s.Key.Window}, 1 in {s.Key.TokensPerState}"
                    )
            );
        if (pages is not null && !pages.Order(StringComparer.Ordinal).SequenceEqual(own.Order(StringComparer.Ordinal)))
        {
            yield return $"pages {string.Join(" | ", own)}, not {string.Join(" | ", pages)}";
        }
    }

    /// <summary>Older releases have no such field.</summary>
    private static string PerState(JsonNode? tokens) => tokens?.ToString() is { } text and not "None" ? text : "1";
}
