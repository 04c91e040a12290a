using System.Text.Json;
using ConfigKit.Binding;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using ConfigKit.Syntax;

namespace ConfigKit.Targets.Runtime;

/// <summary>
/// The configuration as canonical JSON, overlays laid over it, for any program: the keys as they stand in the file, and
/// under <c>resolved</c> what the compiler decided.
/// </summary>
internal static class RuntimeJson
{
    public static string Write(DeploymentPlan p) =>
        JsonText.Object(json =>
        {
            json.WriteNumber("version", 1);
            foreach (var entry in p.Deployment.Document?.Entries.Where(e => e.Key.Value is not "version") ?? [])
            {
                json.WritePropertyName(entry.Key.Value);
                Node(json, entry.Value);
            }

            json.WriteStartObject("resolved");
            Model(json, p);
            Hardware(json, p.Deployment);
            Parallelism(json, p.Deployment.Layout);
            Serving(json, p);
            Endpoint(json, p);
            Memory(json, p);
            json.WriteEndObject();
        });

    private static void Model(Utf8JsonWriter json, DeploymentPlan p)
    {
        var d = p.Deployment;
        json.WriteStartObject("model");
        json.WriteString("name", d.Model.Id);
        json.WriteString("served_name", p.ServedName);
        json.WriteString("precision", ModelSection.Precisions.First(c => c.Value == d.Precision).Name);
        json.WriteString("revision", d.Source.Revision);
        json.WriteNumber("parameters", (long)p.Estimate.Parameters);
        json.WriteNumber("context_tokens", d.Model.Architecture.MaxPositionEmbeddings);
        json.WriteEndObject();
    }

    private static void Hardware(Utf8JsonWriter json, Deployment d)
    {
        json.WriteStartObject("hardware");
        json.WriteNumber("nodes", d.Nodes);
        json.WriteString("gpu", d.Gpu.Id);
        json.WriteNumber("gpus_per_node", d.GpusPerNode.Value);
        json.WriteString("fabric", d.Fabric.Value.Id);
        json.WriteEndObject();
    }

    private static void Parallelism(Utf8JsonWriter json, ParallelLayout layout)
    {
        json.WriteStartObject("parallelism");
        json.WriteNumber("tensor", layout.Tensor.Value);
        json.WriteNumber("pipeline", layout.Pipeline.Value);
        json.WriteNumber("data", layout.Data.Value);
        json.WriteBoolean("expert", layout.Expert.Value);
        json.WriteBoolean("data_parallel_attention", layout.DataParallelAttention.Value);
        json.WriteNumber("decode_context", layout.DecodeContext.Value);
        json.WriteStartArray("pipeline_layers");
        foreach (var layers in layout.StageLayers)
        {
            json.WriteNumberValue(layers);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Serving(Utf8JsonWriter json, DeploymentPlan p)
    {
        var (d, s) = (p.Deployment, p.Deployment.Serving);
        json.WriteStartObject("serving");
        json.WriteString("engine", d.Engine.Engine.Name);
        json.WriteString("engine_version", d.Engine.VersionText);
        json.WriteNumber("max_model_len", p.Estimate.EffectiveMaxModelLen);
        json.WriteNumber("max_num_seqs", s.MaxNumSeqs.Value);
        json.WriteNumber("max_num_batched_tokens", s.MaxNumBatchedTokens.Value);
        json.WriteString("kv_cache_dtype", ServingSection.KvCacheDtypes.First(k => k.Value == s.KvCacheDtype.Value).Name);
        json.WriteStartArray("command");
        foreach (var argument in p.Command.Program.Concat(p.Command.Arguments))
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Endpoint(Utf8JsonWriter json, DeploymentPlan p)
    {
        json.WriteStartObject("endpoint");
        json.WriteString("service", p.Endpoint);
        json.WriteNumber("port", p.Port);
        json.WriteString("health_path", p.HealthPath);
        json.WriteNumber("replicas", p.Replicas);
        json.WriteNumber("start_timeout_seconds", (long)p.StartupTimeout.TotalSeconds);
        json.WriteNumber("drain_timeout_seconds", (long)p.DrainTimeout.TotalSeconds);
        json.WriteEndObject();
    }

    private static void Memory(Utf8JsonWriter json, DeploymentPlan p)
    {
        json.WriteStartObject("memory");
        json.WriteNumber("weights_bytes_per_gpu", p.Estimate.Heaviest.WeightsBytes);
        json.WriteNumber("kv_bytes_per_token", (long)Math.Round(p.Estimate.Heaviest.KvBytesPerToken));
        json.WriteNumber("kv_cache_tokens", p.Estimate.KvCacheTokens);
        json.WriteEndObject();
    }

    /// <summary>A value as written, typed by the YAML core schema.</summary>
    private static void Node(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                json.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key.Value);
                    Node(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case YamlSequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Node(json, item);
                }

                json.WriteEndArray();
                break;
            case YamlScalar { IsNull: true }:
                json.WriteNullValue();
                break;
            case YamlScalar { IsPlain: true } scalar when CoreSchema.TryParseInteger(scalar.Value, out var integer):
                json.WriteNumberValue(integer);
                break;
            case YamlScalar { IsPlain: true } scalar
                when CoreSchema.TryParseNumber(scalar.Value, out var number) && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case YamlScalar { IsPlain: true } scalar when CoreSchema.TryParseBoolean(scalar.Value, out var flag):
                json.WriteBooleanValue(flag);
                break;
            case YamlScalar scalar:
                json.WriteStringValue(scalar.Value);
                break;
        }
    }
}
