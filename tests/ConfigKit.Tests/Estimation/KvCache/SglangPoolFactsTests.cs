using System.Text.Json.Nodes;
using ConfigKit.Engines.Caches;
using ConfigKit.Estimation.KvCache;
using ConfigKit.Model;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>Every row of the fact table: defaults, pools and refusals.</summary>
public sealed class SglangPoolFactsTests
{
    private const string Rows = "oracle/kv-sglang.json";

    [FactsFact(Rows)]
    public void Every_row_is_exact() => SglangPoolAssert.Exact(File.ReadAllText(Facts.Find(Rows)!));
}

/// <summary>Defaults and pools held against those of the engine.</summary>
internal static class SglangPoolAssert
{
    public static void Exact(string json)
    {
        var rows = SglangRow.Read(json).ToList();
        Assert.NotEmpty(rows);
        var wrong = rows.Select(r => (r.Name, Faults: Faults(r).ToList())).Where(f => f.Faults.Count > 0).ToList();
        Assert.True(
            wrong.Count == 0,
            $"{wrong.Count} of {rows.Count} rows differ\n"
                + string.Join('\n', wrong.Take(40).Select(w => $"{string.Join("; ", w.Faults)} <- {w.Name}"))
        );
    }

    private static IEnumerable<string> Faults(SglangRow row)
    {
        var request = row.Request();
        var settings = SglangCacheChoice.Resolve(request, out var refusal);
        var pools =
            settings is null || row.Value["max_total_num_tokens"] is null && row.Value["dsv4"] is null
                ? null
                : row.Pools(request, settings);
        refusal ??= pools?.Refusal;
        if (row.Refused is not null && refusal?.Reason != row.Reason())
        {
            yield return $"refused {refusal?.Message ?? "nothing"}, not {row.Reason()}";
        }

        if (row.Refused is null && refusal is not null)
        {
            yield return $"refused: {refusal.Message}";
        }

        foreach (var (name, expected, found) in Defaults(row, settings).Concat(Sizes(row, pools)))
        {
            if (expected is { } number && !Same(number, found))
            {
                yield return $"{name} {found}, not {number}";
            }
        }

        if (settings is not null && row.Value["resolved"] is { } resolved)
        {
            (string Name, string Found)[] words =
            [
                ("attention_backend", settings.Backend),
                ("dsa_prefill_backend", settings.SparsePrefillBackend),
                ("dsa_decode_backend", settings.SparseDecodeBackend),
                ("kv_cache_dtype", NameOf(settings.CacheDtype)),
                ("dsv4_attn_backend", settings.CompressedBackend),
            ];
            foreach (var (name, found) in words)
            {
                // Older releases leave V4's kernel to the layer.
                if (resolved[name]?.ToString() is { } word && word != found && !(name == "dsv4_attn_backend" && word == "auto"))
                {
                    yield return $"{name} {found}, not {word}";
                }
            }
        }
    }

    private static string NameOf(KvCacheDtypeKind kind) =>
        kind == KvCacheDtypeKind.Bf16 ? "bfloat16" : ServingSection.KvCacheDtypes.First(k => k.Value == kind).Name;

    private static IEnumerable<(string, double?, double?)> Defaults(SglangRow row, SglangCacheSettings? s)
    {
        if (s is null || row.Value["resolved"] is not { } r)
        {
            return [];
        }

        return
        [
            ("mem_fraction_static", Number(r["mem_fraction_static"]), s.MemoryFraction),
            ("chunked_prefill_size", Number(r["chunked_prefill_size"]), s.Chunk),
            ("max_running_requests", Number(r["max_running_requests"]), s.MaxRunningRequests),
            ("page_size", Number(r["page_size"]), s.PageSize),
            ("swa_full_tokens_ratio", Number(r["swa_full_tokens_ratio"]), s.WindowRatio),
            ("speculative_num_draft_tokens", Number(r["speculative_num_draft_tokens"]), s.DraftTokens),
            ("graph", Number(r["graph"]?["decode"]?[1]), s.GraphBatch),
        ];
    }

    private static IEnumerable<(string, double?, double?)> Sizes(SglangRow row, SglangPools? p)
    {
        if (p is null)
        {
            return [];
        }

        var v = row.Value;
        var isUnfinished = row.Release.StartsWith("0.5.15", StringComparison.Ordinal);
        return
        [
            ("kv_bytes_per_token_per_rank", Number(v["kv_bytes_per_token_per_rank"]), p.BytesPerToken),
            ("bytes_per_full_token", Number(v["dsv4"]?["bytes_per_full_token"]), p.BytesPerToken),
            ("bytes_per_swa_token", Number(v["dsv4"]?["bytes_per_swa_token"]), p.BytesPerWindowToken),
            ("swa_cap_tokens", Number(v["dsv4"]?["swa_cap_tokens"]), p.WindowCap),
            ("max_total_num_tokens", Number(v["max_total_num_tokens"]), p.Tokens),
            ("max_running_requests_per_rank", Number(v["max_running_requests_per_rank"]), p.Requests),
            ("swa_max_total_num_tokens", Number(v["pools"]?["swa_max_total_num_tokens"]), p.WindowTokens),
            ("c4_max_total_num_tokens", Number(v["pools"]?["c4_max_total_num_tokens"]), p.Tokens / 4),
            ("c128_max_total_num_tokens", Number(v["pools"]?["c128_max_total_num_tokens"]), p.Tokens / 128),
            ("c4_state_pool_size", Number(v["pools"]?["c4_state_pool_size"]), p.WindowStates),
            // The engine's object is not finished there: it prints 0.
            ("c128_state_pool_size", isUnfinished ? null : Number(v["pools"]?["c128_state_pool_size"]), p.WideStates),
            ("c128_state_fixed", Number(v["fixed_gib"]?["c128_state_fixed"]), Gib(p.StateBytes)),
            ("c2_state_fixed", Number(v["fixed_gib"]?["c2_state_fixed"]), Gib(p.StateBytes)),
            ("swa_fixed", Number(v["fixed_gib"]?["swa_fixed"]), Gib(p.WindowBytes)),
        ];
    }

    private static double Gib(double bytes) => Math.Round(bytes / (1L << 30), 2);

    private static bool Same(double expected, double? found) => found is { } f && Math.Abs(f - expected) <= 1e-9 * Math.Abs(expected);

    private static double? Number(JsonNode? node) => node?.GetValue<double>();
}
