using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Estimation;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets.Operations;

/// <summary>Scripts, sheets and drawings where their templates look for them.</summary>
internal sealed record OperationsPage(OperationsView Operations, TopologyView Topology) : View
{
    public override ScriptObject ToScript() => new() { ["operations"] = Operations.ToScript(), ["topology"] = Topology.ToScript() };
}

/// <summary>Scripts and sheets as templates see them.</summary>
internal sealed record OperationsView : View
{
    private const int RowsBeyondNeed = 2;
    private const int MostRows = 12;

    public required string Url { get; init; }
    public required ImmutableArray<string> Serve { get; init; }
    public required bool IsFolder { get; init; }
    public required ImmutableArray<string> Collectives { get; init; }
    public required string Largest { get; init; }
    public required int Gpus { get; init; }
    public required ImmutableArray<string> MlperfModes { get; init; }
    public bool Mlperf => !MlperfModes.IsEmpty;
    public required long CaptureSeconds { get; init; }
    public required int Warning { get; init; }
    public required int Critical { get; init; }
    public required string Subject { get; init; }
    public required ImmutableArray<FigureView> Figures { get; init; }
    public required ImmutableArray<FigureView> Queue { get; init; }
    public bool HasQueue => !Queue.IsEmpty;
    public required string Patience { get; init; }
    public required ImmutableArray<ReplicasView> Replicas { get; init; }

    public static OperationsView Of(OperationsPlan o) =>
        new()
        {
            Url = o.Url,
            Serve = o.Serve,
            IsFolder = o.WritesFolder,
            Collectives = o.Collectives,
            Largest = string.Create(CultureInfo.InvariantCulture, $"{o.LargestMib}M"),
            Gpus = o.Deployment.Deployment.GpuCount,
            MlperfModes = o.MlperfModes,
            CaptureSeconds = o.CaptureSeconds,
            Warning = o.Warning,
            Critical = o.Critical,
            Subject = SubjectOf(o.Deployment.Deployment),
            Figures = [.. FiguresOf(o.Deployment)],
            Queue = o.Load is { } load ? [.. QueueOf(load)] : [],
            Patience = o.Load is { } q ? Seconds(q.Patience) : "",
            Replicas = o.Load is { } l ? [.. ReplicasOf(l)] : [],
        };

    private static string SubjectOf(Deployment d)
    {
        var (engine, layout) = (d.Engine, d.Layout);
        return $"{d.Model.Id} on {d.Nodes} × {d.GpusPerNode.Value} {d.Gpu.Id}, {engine.Title} {engine.VersionText}, "
            + $"tensor {layout.Tensor.Value}, pipeline {layout.Pipeline.Value}, data {layout.Data.Value}.";
    }

    private static IEnumerable<FigureView> FiguresOf(DeploymentPlan p)
    {
        var (d, e) = (p.Deployment, p.Estimate);
        yield return new("memory per GPU", Quantity.FormatBytes(e.GpuMemoryBytes), "as CUDA reports it");
        yield return new(
            "engine budget per GPU",
            Quantity.FormatBytes(e.RequestedBytes),
            string.Create(CultureInfo.InvariantCulture, $"{d.Serving.MemoryFraction.Value} of it, the engine's memory setting")
        );
        yield return new("weights per GPU", Quantity.FormatBytes(e.Heaviest.WeightsBytes), "the checkpoint's tensors under this layout");
        yield return new(
            "KV cache",
            $"{Quantity.Count(e.KvCacheTokens)} tokens ({Quantity.Count(e.KvCacheTokensLow)} to {Quantity.Count(e.KvCacheTokensHigh)})",
            string.Create(CultureInfo.InvariantCulture, $"{Math.Round(e.Heaviest.KvBytesPerToken)} bytes per token")
        );
        yield return new(
            "full-length requests at once",
            Quantity.Number(e.MaxConcurrency),
            $"max_model_len {Quantity.Count(e.EffectiveMaxModelLen)}"
        );
        yield return new("loading", "at least " + Quantity.FormatDuration(e.LoadTime), "checkpoint size / storage.bandwidth");
        if (e.Performance is { TokensPerSecondPerUser: { } user, TokensPerSecond: { } all })
        {
            yield return new(
                "speed limit per user",
                $"{Quantity.Number(user)} tokens/s",
                $"roofline at concurrency {e.Performance.Concurrency}"
            );
            yield return new("speed limit per replica", $"{Quantity.Number(all)} tokens/s", "the same");
        }
    }

    private static IEnumerable<FigureView> QueueOf(QueueLoad q)
    {
        yield return new("requests in service (mean)", Quantity.Number(q.Offered), "arrival rate × service time");
        yield return new("time in a slot", Seconds(q.Seconds), q.Why);
        yield return new("slots per replica", Quantity.Count(q.Step), "one per running sequence");
        yield return new("longest wait", Seconds(q.Patience), $"for {Percent(q.Percentile)} of requests");
    }

    /// <summary>One row for each number of replicas up to a little beyond what is needed; of many, those around it.</summary>
    private static IEnumerable<ReplicasView> ReplicasOf(QueueLoad q)
    {
        var needed = ErlangC.SlotsFor(q.Offered, q.Seconds, q.Patience, q.Percentile, q.Step) / q.Step;
        var last = Math.Max(needed, q.Slots / q.Step) + RowsBeyondNeed;
        for (var replicas = Math.Max(1, last - MostRows + 1); replicas <= last; replicas++)
        {
            var slots = replicas * q.Step;
            var isStable = q.Offered < slots;
            var late = ErlangC.WaitExceeds(q.Offered, slots, q.Seconds, q.Patience);
            yield return new ReplicasView
            {
                Replicas = Quantity.Count(replicas),
                Slots = Quantity.Count(slots),
                Load = Percent(q.Offered / slots),
                Waiting = Percent(ErlangC.WaitProbability(q.Offered, slots)),
                Mean = isStable ? Seconds(ErlangC.MeanWait(q.Offered, slots) * q.Seconds) : "grows without end",
                Late = Percent(late),
                Meets = isStable && late <= 1 - q.Percentile ? "yes" : "no",
            };
        }
    }

    private static string Seconds(double value) => Quantity.Number(value, 3) + " s";

    private static string Percent(double value) => Quantity.Number(value * 100, 3) + " %";

    public override ScriptObject ToScript() =>
        new()
        {
            ["url"] = Url,
            ["serve"] = List(Serve),
            ["is_folder"] = IsFolder,
            ["collectives"] = List(Collectives),
            ["largest"] = Largest,
            ["gpus"] = Gpus,
            ["mlperf_modes"] = List(MlperfModes),
            ["mlperf"] = Mlperf,
            ["capture_seconds"] = CaptureSeconds,
            ["warning"] = Warning,
            ["critical"] = Critical,
            ["subject"] = Subject,
            ["figures"] = List(Figures),
            ["queue"] = List(Queue),
            ["has_queue"] = HasQueue,
            ["patience"] = Patience,
            ["replicas"] = List(Replicas),
        };
}

/// <summary>A number of the worksheet and where it comes from.</summary>
internal sealed record FigureView(string What, string Value, string Source) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["what"] = What,
            ["value"] = Value,
            ["source"] = Source,
        };
}

/// <summary>What a number of replicas does for the stated load.</summary>
internal sealed record ReplicasView : View
{
    public required string Replicas { get; init; }
    public required string Slots { get; init; }

    /// <summary>Share of the slots that are busy.</summary>
    public required string Load { get; init; }

    /// <summary>Share of the requests that wait.</summary>
    public required string Waiting { get; init; }

    public required string Mean { get; init; }

    /// <summary>Share of the requests that wait too long.</summary>
    public required string Late { get; init; }

    public required string Meets { get; init; }

    public override ScriptObject ToScript() =>
        new()
        {
            ["replicas"] = Replicas,
            ["slots"] = Slots,
            ["load"] = Load,
            ["waiting"] = Waiting,
            ["mean"] = Mean,
            ["late"] = Late,
            ["meets"] = Meets,
        };
}
