using ConfigKit.Engines.Caches;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Cli.Output;

/// <summary>What `estimate` shows: a GPU's memory as bars, then a row for each figure.</summary>
internal sealed class EstimateTable(Deployment d, Estimate e, TextWriter output)
{
    private const int BarWidth = 40;

    /// <param name="verdict">Of the deployment.</param>
    /// <param name="explain">Whether every term follows with its arithmetic.</param>
    public void Write(Verdict verdict, bool explain)
    {
        var layout = d.Layout;
        output.WriteLine(
            $"{d.Model.Id} on {d.Nodes} x {d.GpusPerNode.Value} {d.Gpu.Id}, {d.Engine.Title} {d.Engine.VersionText}, "
                + $"tensor {layout.Tensor}, pipeline {layout.Pipeline}, data {layout.Data}: {VerdictName.Of(verdict)}"
        );
        output.WriteLine();
        WriteBars();
        output.WriteLine();
        foreach (var (label, text) in MemoryRows().Concat(SpeedRows()))
        {
            output.WriteLine($"{label, -17} {text}");
        }

        if (explain)
        {
            WriteTerms();
        }
    }

    private void WriteBars()
    {
        var heaviest = e.Heaviest;
        var why = d.Serving.MemoryFraction.Why;
        output.WriteLine(e.Stages.Length > 1 ? $"per GPU of stage {heaviest.Stage}, the tightest one" : "per GPU");
        Bar("memory (CUDA)", e.GpuMemoryBytes);
        Bar(
            "budget",
            e.RequestedBytes,
            $"{Quantity.Number(100 * d.Serving.MemoryFraction.Value)} % of it{(why.Length > 0 ? $" ({why})" : "")}"
        );
        Bar(
            "weights",
            heaviest.WeightsBytes,
            heaviest.HostBytes > 0 ? $"{Quantity.FormatBytes(heaviest.HostBytes)} more in main memory" : ""
        );
        Bar("model buffers", heaviest.LoadedBytes - heaviest.WeightsBytes);
        Bar("activations", e.Overhead.ActivationBytes);
        Bar("CUDA and NCCL", e.Overhead.NonTorchBytes);
        Bar("CUDA graphs", e.Overhead.CudaGraphBytes);
        Bar("KV cache", Math.Max(0, heaviest.KvBudgetBytes));
    }

    private void Bar(string name, long bytes, string note = "")
    {
        var filled = e.GpuMemoryBytes > 0 ? (int)Math.Round((double)bytes / e.GpuMemoryBytes * BarWidth) : 0;
        var bar = new string('#', Math.Clamp(filled, bytes > 0 ? 1 : 0, BarWidth)).PadRight(BarWidth, '.');
        output.WriteLine($"  {name, -14} {Quantity.FormatBytes(bytes), 12}  {bar}  {note}".TrimEnd());
    }

    private IEnumerable<(string Label, string Text)> MemoryRows()
    {
        yield return (
            "overhead",
            $"{Quantity.FormatBytes(e.Overhead.Low)} to {Quantity.FormatBytes(e.Overhead.High)}: {e.Overhead.Reason}"
        );
        yield return (
            "KV cache",
            $"{Quantity.Number(e.Heaviest.KvBytesPerToken, 1)} bytes per token, {Quantity.Count(e.KvCacheTokens)} tokens "
                + $"({Quantity.Count(e.KvCacheTokensLow)} to {Quantity.Count(e.KvCacheTokensHigh)})"
        );
        if (d.Engine.Engine.KvPlanning == KvPlanning.Tokens)
        {
            yield return ("", $"how {d.Engine.Title} plans its blocks is not published: tokens are counted by their bytes");
        }

        yield return (
            "max_model_len",
            $"requested {Quantity.Count(e.EffectiveMaxModelLen)}; up to {Quantity.Count(e.MaxModelLenThatFits)} possible; "
                + $"{Quantity.Number(e.MaxConcurrency)} full-length requests at once"
        );
        yield return (
            "model",
            $"{Quantity.Number(e.Parameters / 1e9)} billion parameters, {Quantity.Number(e.ActivatedParameters / 1e9)} billion active "
                + $"per token, {Quantity.FormatBytes(e.CheckpointBytes)} on disk"
        );
        yield return (
            "main memory",
            $"{Quantity.FormatBytes(e.Host.Bytes)} per node: {string.Join(", ", e.Host.Terms.Select(t => $"{t.Name} {t.Value}"))}"
        );
        yield return ("loading", $"at least {Quantity.FormatDuration(e.LoadTime)} at {Quantity.FormatRate(d.StorageBandwidth.Value)}");
    }

    private IEnumerable<(string Label, string Text)> SpeedRows()
    {
        if (e.Performance is { DecodeStep: { } step, TokensPerSecondPerUser: { } rate } p)
        {
            yield return (
                "speed limit",
                $"{Quantity.Number(rate)} tokens/s per user at concurrency {p.Concurrency} ({Quantity.FormatDuration(step)} per step; "
                    + $"a hardware bound{(p.IsVerified ? "" : ", unverified for this layout")})"
            );
        }

        if (e.Performance.LinkBytesPerStep > 0)
        {
            var rateOfLink = d.IntraNodeBandwidth is { } link ? Quantity.FormatRate(link) + " available (one way)" : "link rate unknown";
            yield return ("link", $"{Quantity.FormatBytes(e.Performance.LinkBytesPerStep)} sent by each GPU per step; {rateOfLink}");
        }

        if (e.Performance.NetworkBytesPerStep > 0)
        {
            yield return (
                "network",
                $"{Quantity.FormatBytes(e.Performance.NetworkBytesPerStep)} sent by each node per step; "
                    + $"{Quantity.FormatRate(d.NodeNetworkBandwidth)} available"
            );
        }

        if (QueueLoad.Of(d, e) is { } load)
        {
            yield return (
                "capacity",
                $"{Quantity.Number(load.Offered)} requests in flight on average, {load.Slots} possible; "
                    + $"{Quantity.Number(100 * load.Late, 1)} % wait longer than "
                    + $"{Quantity.FormatDuration(TimeSpan.FromSeconds(load.Patience))}; {load.Advice()}"
            );
        }
    }

    private void WriteTerms()
    {
        output.WriteLine();
        output.WriteLine("budget per GPU");
        foreach (var term in e.Budget)
        {
            output.WriteLine($"  {term.Name, -18} {term.Value, 12} = {term.Formula}{(term.Source.Length > 0 ? $"  [{term.Source}]" : "")}");
        }

        output.WriteLine();
        output.WriteLine($"main memory per node: {Quantity.FormatBytes(e.Host.Bytes)}");
        foreach (var term in e.Host.Terms)
        {
            output.WriteLine($"  {term.Name, -18} {term.Value, 12} = {term.Formula}");
        }

        foreach (var stage in e.Stages)
        {
            output.WriteLine();
            output.WriteLine($"weights of stage {stage.Stage}, {stage.Layers} layers: {Quantity.FormatBytes(stage.WeightsBytes)}");
            foreach (var term in stage.Weights)
            {
                output.WriteLine($"  {term.Name, -24} {Quantity.FormatBytes(term.Bytes), 12} = {term.Formula}");
            }
        }

        output.WriteLine();
        output.WriteLine($"weights: {RankWeights.Source}");
        foreach (var source in d.Model.Sources)
        {
            output.WriteLine($"model: {source}");
        }
    }
}
