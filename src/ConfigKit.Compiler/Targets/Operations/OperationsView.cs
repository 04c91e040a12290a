using System.Globalization;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets.Operations;

/// <summary>Scripts and sheets as templates see them.</summary>
internal static class OperationsView
{
    private const int RowsBeyondNeed = 2;
    private const int MostRows = 12;

    public static ScriptObject Of(DeploymentPlan p, OperationsPlan o) =>
        new()
        {
            ["url"] = o.Url,
            ["serve"] = List(o.Serve),
            ["is_folder"] = o.WritesFolder,
            ["collectives"] = List(o.Collectives),
            ["largest"] = string.Create(CultureInfo.InvariantCulture, $"{o.LargestMib}M"),
            ["gpus"] = p.Deployment.GpuCount,
            ["mlperf"] = !o.MlperfModes.IsEmpty,
            ["mlperf_modes"] = List(o.MlperfModes),
            ["capture_seconds"] = o.CaptureSeconds,
            ["warning"] = o.Warning,
            ["critical"] = o.Critical,
            ["subject"] = Subject(p.Deployment),
            ["figures"] = Rows(Figures(p)),
            ["has_queue"] = o.Load is not null,
            ["queue"] = Rows(o.Load is { } load ? Queue(load) : []),
            ["patience"] = o.Load is { } q ? Seconds(q.Patience) : "",
            ["replicas"] = new ScriptArray(o.Load is { } l ? Replicas(l) : []),
        };

    private static string Subject(Deployment d) =>
        $"{d.Model.Id} on {d.Nodes} × {d.GpusPerNode.Value} {d.Gpu.Id}, {d.Engine.Title} {d.Engine.VersionText}, tensor {d.Layout.Tensor.Value}, pipeline {d.Layout.Pipeline.Value}, data {d.Layout.Data.Value}.";

    private static IEnumerable<(string What, string Value, string Source)> Figures(DeploymentPlan p)
    {
        var (d, e) = (p.Deployment, p.Estimate);
        yield return ("memory of a GPU", Quantity.FormatBytes(e.GpuMemoryBytes), "as CUDA reports it");
        yield return (
            "budget of the engine",
            Quantity.FormatBytes(e.RequestedBytes),
            string.Create(CultureInfo.InvariantCulture, $"{d.Serving.MemoryFraction.Value} by the engine's memory setting")
        );
        yield return ("weights on a GPU", Quantity.FormatBytes(e.Heaviest.WeightsBytes), "the checkpoint's tensors by layout");
        yield return (
            "KV cache",
            $"{Quantity.Count(e.KvCacheTokens)} tokens ({Quantity.Count(e.KvCacheTokensLow)} to {Quantity.Count(e.KvCacheTokensHigh)})",
            string.Create(CultureInfo.InvariantCulture, $"{Math.Round(e.Heaviest.KvBytesPerToken)} bytes a token")
        );
        yield return (
            "sequences of full length at once",
            Quantity.Number(e.MaxConcurrency),
            $"max_model_len {Quantity.Count(e.EffectiveMaxModelLen)}"
        );
        yield return ("loading", "at least " + Quantity.FormatDuration(e.LoadTime), "checkpoint over storage.bandwidth");
        if (e.Performance is { TokensPerSecondPerUser: { } user, TokensPerSecond: { } all })
        {
            yield return (
                "speed for one user, at most",
                $"{Quantity.Number(user)} tokens/s",
                $"roofline at concurrency {e.Performance.Concurrency}"
            );
            yield return ("speed of a replica, at most", $"{Quantity.Number(all)} tokens/s", "the same");
        }
    }

    private static IEnumerable<(string What, string Value, string Source)> Queue(QueueLoad q)
    {
        yield return ("requests in service, mean", Quantity.Number(q.Offered), "rate × time in a slot");
        yield return ("time in a slot", Seconds(q.Seconds), q.Why);
        yield return ("slots of a replica", Quantity.Count(q.Step), "each sequence takes one");
        yield return ("longest wait", Seconds(q.Patience), $"for {Percent(q.Percentile)} of the requests");
    }

    /// <summary>One row for each number of replicas up to a little beyond what is needed; of many, those around it.</summary>
    private static IEnumerable<ScriptObject> Replicas(QueueLoad q)
    {
        var needed = ErlangC.SlotsFor(q.Offered, q.Seconds, q.Patience, q.Percentile, q.Step) / q.Step;
        var last = Math.Max(needed, q.Slots / q.Step) + RowsBeyondNeed;
        for (var replicas = Math.Max(1, last - MostRows + 1); replicas <= last; replicas++)
        {
            var slots = replicas * q.Step;
            var isStable = q.Offered < slots;
            var late = ErlangC.WaitExceeds(q.Offered, slots, q.Seconds, q.Patience);
            yield return new ScriptObject
            {
                ["replicas"] = Quantity.Count(replicas),
                ["slots"] = Quantity.Count(slots),
                ["load"] = Percent(q.Offered / slots),
                ["waiting"] = Percent(ErlangC.WaitProbability(q.Offered, slots)),
                ["mean"] = isStable ? Seconds(ErlangC.MeanWait(q.Offered, slots) * q.Seconds) : "grows without end",
                ["late"] = Percent(late),
                ["meets"] = isStable && late <= 1 - q.Percentile ? "yes" : "no",
            };
        }
    }

    private static string Seconds(double value) => Quantity.Number(value, 3) + " s";

    private static string Percent(double value) => Quantity.Number(value * 100, 3) + " %";

    private static ScriptArray Rows(IEnumerable<(string What, string Value, string Source)> rows) =>
        new(
            rows.Select(r => new ScriptObject
            {
                ["what"] = r.What,
                ["value"] = r.Value,
                ["source"] = r.Source,
            })
        );

    private static ScriptArray List(IEnumerable<string> items) => [.. items];
}
