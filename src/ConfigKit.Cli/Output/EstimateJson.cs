using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Estimation;

namespace ConfigKit.Cli.Output;

/// <summary>What `estimate --format json` prints.</summary>
internal static class EstimateJson
{
    /// <summary>The contract for programs; schemas/cli-output.schema.json describes it.</summary>
    public static void Write(Verdict verdict, Estimate e, TextWriter output) =>
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
                WriteStages(e.Stages, json);
                json.WriteStartObject("per_gpu");
                json.WriteNumber("weights_bytes", e.Heaviest.WeightsBytes);
                json.WriteNumber("kv_cache_bytes", Math.Max(0, e.Heaviest.KvBudgetBytes));
                json.WriteNumber("activation_bytes", e.Overhead.ActivationBytes);
                json.WriteNumber("non_torch_bytes", e.Overhead.NonTorchBytes);
                json.WriteNumber("cuda_graph_bytes", e.Overhead.CudaGraphBytes);
                json.WriteEndObject();
                WriteHost(e.Host, json);
                json.WriteStartObject("overhead_bytes");
                json.WriteNumber("low", e.Overhead.Low);
                json.WriteNumber("high", e.Overhead.High);
                json.WriteEndObject();
                json.WriteNumber("kv_bytes_per_token", (long)Math.Round(e.Heaviest.KvBytesPerToken));
                json.WriteNumber("kv_cache_tokens", e.KvCacheTokens);
                json.WriteNumber("kv_cache_tokens_low", e.KvCacheTokensLow);
                json.WriteNumber("kv_cache_tokens_high", e.KvCacheTokensHigh);
                json.WriteNumber("max_concurrency", Math.Round(e.MaxConcurrency, 2));
                json.WriteNumber("max_model_len_that_fits", e.MaxModelLenThatFits);
            }
        );

    private static void WriteStages(ImmutableArray<StageEstimate> stages, Utf8JsonWriter json)
    {
        json.WriteStartArray("stages");
        foreach (var stage in stages)
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
    }

    private static void WriteHost(HostLedger host, Utf8JsonWriter json)
    {
        json.WriteStartObject("host_per_node");
        json.WriteNumber("needed_bytes", host.Bytes);
        json.WriteStartArray("terms");
        foreach (var term in host.Terms)
        {
            json.WriteStartObject();
            json.WriteString("name", term.Name);
            json.WriteNumber("bytes", term.Bytes);
            json.WriteString("formula", term.Formula);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
