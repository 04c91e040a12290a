using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Cli.Output;

/// <summary>What was decided for each key that the file leaves out, and why.</summary>
internal static class DefaultsOutput
{
    public static void Write(Compilation compilation, TextWriter output)
    {
        if (compilation.Deployment is not { } d)
        {
            return;
        }

        output.WriteLine($"defaults chosen for {compilation.Source.Path}:");
        Line("hardware.gpus_per_node", d.GpusPerNode);
        Line("hardware.nvlink", d.IsLinked);
        if (d.Fabric.Why.Length > 0)
        {
            output.WriteLine($"  hardware.network.fabric: {d.Fabric.Value.Id}  ({d.Fabric.Why})");
        }

        if (d.StorageBandwidth.Why.Length > 0)
        {
            output.WriteLine($"  hardware.storage.bandwidth: {Quantity.FormatRate(d.StorageBandwidth.Value)}  ({d.StorageBandwidth.Why})");
        }

        Line("parallelism.tensor", d.Layout.Tensor);
        Line("parallelism.pipeline", d.Layout.Pipeline);
        Line("parallelism.data", d.Layout.Data);
        Line("parallelism.expert", d.Layout.Expert);
        Line("parallelism.data_parallel_attention", d.Layout.DataParallelAttention);
        Line("parallelism.decode_context", d.Layout.DecodeContext);
        if (!d.Spans.Has("serving.engine_version"))
        {
            output.WriteLine($"  serving.engine_version: {d.Engine.VersionText}  (the newest release in the catalogue)");
        }

        Line("serving.max_model_len", d.Serving.MaxModelLen);
        Line("serving.max_num_seqs", d.Serving.MaxNumSeqs);
        Line("serving.max_num_batched_tokens", d.Serving.MaxNumBatchedTokens);
        Line(d.Engine.Engine.MemoryKey, d.Serving.MemoryFraction);
        Line(
            "serving.kv_cache_dtype",
            new Setting<string>(
                Model.ServingSection.KvCacheDtypes.First(k => k.Value == d.Serving.KvCacheDtype.Value).Name,
                d.Serving.KvCacheDtype.Why
            )
        );
        Line("serving.block_size", d.Serving.BlockSize);
        Line("serving.enforce_eager", d.Serving.EnforceEager);
        Line("serving.enable_chunked_prefill", d.Serving.ChunkedPrefill);
        Line("serving.enable_prefix_caching", d.Serving.PrefixCaching);
        Line("serving.port", d.Serving.Port);

        void Line<T>(string key, Setting<T> setting)
        {
            if (!setting.IsStated)
            {
                var value = setting.Value is bool flag ? (flag ? "true" : "false") : FormattableString.Invariant($"{setting.Value}");
                output.WriteLine($"  {key}: {value}  ({setting.Why})");
            }
        }
    }
}
