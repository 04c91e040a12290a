using System.Globalization;
using ConfigKit.Model;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets.Framework;

/// <summary>A plain framework as its templates see it.</summary>
internal static class FrameworkView
{
    public static ScriptObject Of(DeploymentPlan p, FrameworkPlan f)
    {
        var (model, checkpoint) = (p.Deployment.Config.Model, f.Checkpoint);
        return new ScriptObject
        {
            ["model"] = p.ModelArgument,
            ["revision"] = model.Revision ?? ModelSection.RevisionDefault,
            ["device"] = f.Settings.Device ?? FrameworkSection.DeviceDefault,
            ["dtype"] = f.Dtype,
            ["trust_remote_code"] = model.TrustRemoteCode == true,
            ["cudnn_benchmark"] = f.Settings.CudnnBenchmark ?? FrameworkSection.CudnnBenchmarkDefault,
            ["memory_growth"] = f.Settings.MemoryGrowth ?? FrameworkSection.MemoryGrowthDefault,
            ["mmap"] = f.Settings.Mmap ?? FrameworkSection.MmapDefault,
            ["gpus"] = p.Deployment.GpusPerNode.Value,
            ["gpu_memory"] = string.Create(CultureInfo.InvariantCulture, $"{f.GpuMemoryBytes / Quantity.MiB}MiB"),
            ["shard_size"] = string.Create(CultureInfo.InvariantCulture, $"{checkpoint.PieceBytes / 1_000_000}MB"),
            ["bytes"] = checkpoint.Bytes,
            ["piece_bytes"] = checkpoint.PieceBytes,
            ["pieces"] = checkpoint.Pieces,
            ["last_bytes"] = checkpoint.LastBytes,
            ["first_name"] = Name(1, checkpoint.Pieces),
            ["last_name"] = Name(checkpoint.Pieces, checkpoint.Pieces),
        };
    }

    private static string Name(long piece, long pieces) =>
        string.Create(CultureInfo.InvariantCulture, $"model-{piece:D5}-of-{pieces:D5}.safetensors");
}
