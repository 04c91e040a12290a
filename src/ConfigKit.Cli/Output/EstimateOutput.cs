using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Cli.Output;

/// <summary>What `estimate` shows.</summary>
internal static class EstimateOutput
{
    private const int BarWidth = 40;

    /// <summary>The contract for programs; schemas/cli-output.schema.json describes it.</summary>
    public static void WriteJson(Verdict verdict, Estimate e, TextWriter output) =>
        JsonOutput.WriteDocument(
            output,
            json =>
            {
                json.WriteNumber("version", 1);
                json.WriteString("verdict", VerdictName.Of(verdict));
                json.WriteStartObject("gpu");
                json.WriteNumber("memory_bytes", e.GpuMemoryBytes);
                json.WriteNumber("requested_bytes", e.RequestedBytes);
                json.WriteEndObject();
                json.WriteStartArray("stages");
                foreach (var stage in e.Stages)
                {
                    json.WriteStartObject();
                    json.WriteNumber("stage", stage.Stage);
                    json.WriteNumber("layers", stage.Layers);
                    json.WriteNumber("weights_bytes", stage.WeightsBytes);
                    json.WriteNumber("loaded_bytes", stage.LoadedBytes);
                    json.WriteNumber("host_weights_bytes", stage.HostBytes);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartObject("per_gpu");
                json.WriteNumber("weights_bytes", e.Heaviest.WeightsBytes);
                json.WriteNumber("kv_cache_bytes", Math.Max(0, e.Heaviest.KvBudgetBytes));
                json.WriteNumber("activation_bytes", e.Overhead.ActivationBytes);
                json.WriteNumber("non_torch_bytes", e.Overhead.NonTorchBytes);
                json.WriteNumber("cuda_graph_bytes", e.Overhead.CudaGraphBytes);
                json.WriteEndObject();
                json.WriteStartObject("overhead_bytes");
                json.WriteNumber("low", e.Overhead.Low);
                json.WriteNumber("high", e.Overhead.High);
                json.WriteEndObject();
                json.WriteNumber("kv_bytes_per_token", (long)Math.Round(e.Heaviest.KvBytesPerToken));
                json.WriteNumber("kv_cache_tokens", e.KvCacheTokens);
                json.WriteNumber("max_concurrency", Math.Round(e.MaxConcurrency, 2));
                json.WriteNumber("max_model_len_that_fits", e.MaxModelLenThatFits);
            }
        );

    public static void WriteTable(Verdict verdict, Deployment d, Estimate e, bool explain, TextWriter output)
    {
        output.WriteLine(
            $"{d.Model.Id} on {d.Nodes} x {d.GpusPerNode.Value} {d.Gpu.Id}, {d.Engine.Title} {d.Engine.VersionText}, tensor {d.Layout.Tensor.Value}, pipeline {d.Layout.Pipeline.Value}, data {d.Layout.Data.Value}: {VerdictName.Of(verdict)}"
        );
        output.WriteLine();
        var heaviest = e.Heaviest;
        output.WriteLine(e.Stages.Length > 1 ? $"per GPU of stage {heaviest.Stage}, the tightest one" : "per GPU");
        Bar("memory (CUDA)", e.GpuMemoryBytes);
        Bar("budget", e.RequestedBytes, $"{Quantity.Number(100 * d.Serving.MemoryFraction.Value)} % of it{Why(d)}");
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
        output.WriteLine();
        output.WriteLine(
            $"overhead          {Quantity.FormatBytes(e.Overhead.Low)} to {Quantity.FormatBytes(e.Overhead.High)}: {e.Overhead.Reason}"
        );
        output.WriteLine(
            $"KV cache          {Quantity.Number(heaviest.KvBytesPerToken, 1)} bytes per token, {Quantity.Count(e.KvCacheTokens)} tokens ({Quantity.Count(e.KvCacheTokensLow)} to {Quantity.Count(e.KvCacheTokensHigh)})"
        );
        if (d.Model.Architecture.Attention == AttentionKind.Compressed)
        {
            // The planners of shared blocks and windows stand in Estimation/KvCache; this table still counts bytes per token.
            output.WriteLine(
                "                  an upper bound: the engine's blocks and windows for this model take more than their tokens"
            );
        }

        output.WriteLine(
            $"max_model_len     requested {Quantity.Count(e.EffectiveMaxModelLen)}; up to {Quantity.Count(e.MaxModelLenThatFits)} possible; {Quantity.Number(e.MaxConcurrency)} full-length requests at once"
        );
        output.WriteLine(
            $"model             {Quantity.Number(e.Parameters / 1e9)} billion parameters, {Quantity.Number(e.ActivatedParameters / 1e9)} billion active per token, {Quantity.FormatBytes(e.CheckpointBytes)} on disk"
        );
        output.WriteLine(
            $"loading           at least {Quantity.FormatDuration(e.LoadTime)} at {Quantity.FormatRate(d.StorageBandwidth.Value)}"
        );
        if (e.Performance is { DecodeStep: { } step, TokensPerSecondPerUser: { } rate } p)
        {
            output.WriteLine(
                $"speed limit       {Quantity.Number(rate)} tokens/s per user at concurrency {p.Concurrency} ({Quantity.FormatDuration(step)} per step; a hardware bound{(p.IsVerified ? "" : ", unverified for this layout")})"
            );
        }

        if (e.Performance.LinkBytesPerStep > 0)
        {
            output.WriteLine(
                $"link              {Quantity.FormatBytes(e.Performance.LinkBytesPerStep)} sent by each GPU per step; {(d.IntraNodeBandwidth is { } link ? Quantity.FormatRate(link) + " available (one way)" : "link rate unknown")}"
            );
        }

        if (e.Performance.NetworkBytesPerStep > 0)
        {
            output.WriteLine(
                $"network           {Quantity.FormatBytes(e.Performance.NetworkBytesPerStep)} sent by each node per step; {Quantity.FormatRate(d.NodeNetworkBandwidth)} available"
            );
        }

        if (QueueLoad.Of(d, e) is { } load)
        {
            output.WriteLine(
                $"capacity          {Quantity.Number(load.Offered)} requests in flight on average, {load.Slots} possible; {Quantity.Number(100 * load.Late, 1)} % wait longer than {Quantity.FormatDuration(TimeSpan.FromSeconds(load.Patience))}; {load.Advice()}"
            );
        }

        if (explain)
        {
            WriteTerms(d, e, output);
        }

        void Bar(string name, long bytes, string note = "")
        {
            var filled = e.GpuMemoryBytes > 0 ? (int)Math.Round((double)bytes / e.GpuMemoryBytes * BarWidth) : 0;
            var bar = new string('#', Math.Clamp(filled, bytes > 0 ? 1 : 0, BarWidth)).PadRight(BarWidth, '.');
            output.WriteLine($"  {name, -14} {Quantity.FormatBytes(bytes), 12}  {bar}  {note}".TrimEnd());
        }
    }

    private static string Why(Deployment d) => d.Serving.MemoryFraction.Why.Length > 0 ? $" ({d.Serving.MemoryFraction.Why})" : "";

    private static void WriteTerms(Deployment d, Estimate e, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("budget per GPU");
        foreach (var term in e.Budget)
        {
            output.WriteLine($"  {term.Name, -18} {term.Value, 12} = {term.Formula}{(term.Source.Length > 0 ? $"  [{term.Source}]" : "")}");
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
