using System.Globalization;
using ConfigKit.Rendering;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets.Framework;

/// <summary>A plain framework where its templates look for it.</summary>
internal sealed record FrameworkPage(FrameworkView Framework) : View
{
    public override ScriptObject ToScript() => new() { ["framework"] = Framework.ToScript() };
}

/// <summary>A plain framework as its templates see it.</summary>
internal sealed record FrameworkView : View
{
    private const long BytesPerMegabyte = 1_000_000;

    public required string Model { get; init; }
    public required string Revision { get; init; }
    public required string Device { get; init; }
    public required string Dtype { get; init; }
    public required bool TrustRemoteCode { get; init; }
    public required bool CudnnBenchmark { get; init; }
    public required bool MemoryGrowth { get; init; }
    public required bool Mmap { get; init; }
    public required int Gpus { get; init; }
    public required string GpuMemory { get; init; }
    public required string ShardSize { get; init; }
    public required long Bytes { get; init; }
    public required long PieceBytes { get; init; }
    public required long Pieces { get; init; }
    public required long LastBytes { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }

    public static FrameworkView Of(FrameworkPlan f)
    {
        var (p, settings, checkpoint) = (f.Deployment, f.Settings, f.Checkpoint);
        var source = p.Deployment.Source;
        return new FrameworkView
        {
            Model = p.ModelArgument,
            Revision = source.Revision,
            Device = settings.Device,
            Dtype = f.Dtype,
            TrustRemoteCode = source.TrustRemoteCode,
            CudnnBenchmark = settings.CudnnBenchmark,
            MemoryGrowth = settings.MemoryGrowth,
            Mmap = settings.Mmap,
            Gpus = p.Deployment.GpusPerNode,
            GpuMemory = string.Create(CultureInfo.InvariantCulture, $"{f.GpuMemoryBytes / Quantity.MiB}MiB"),
            ShardSize = string.Create(CultureInfo.InvariantCulture, $"{checkpoint.PieceBytes / BytesPerMegabyte}MB"),
            Bytes = checkpoint.Bytes,
            PieceBytes = checkpoint.PieceBytes,
            Pieces = checkpoint.Pieces,
            LastBytes = checkpoint.LastBytes,
            FirstName = PieceName(1, checkpoint.Pieces),
            LastName = PieceName(checkpoint.Pieces, checkpoint.Pieces),
        };
    }

    private static string PieceName(long piece, long pieces) =>
        string.Create(CultureInfo.InvariantCulture, $"model-{piece:D5}-of-{pieces:D5}.safetensors");

    public override ScriptObject ToScript() =>
        new()
        {
            ["model"] = Model,
            ["revision"] = Revision,
            ["device"] = Device,
            ["dtype"] = Dtype,
            ["trust_remote_code"] = TrustRemoteCode,
            ["cudnn_benchmark"] = CudnnBenchmark,
            ["memory_growth"] = MemoryGrowth,
            ["mmap"] = Mmap,
            ["gpus"] = Gpus,
            ["gpu_memory"] = GpuMemory,
            ["shard_size"] = ShardSize,
            ["bytes"] = Bytes,
            ["piece_bytes"] = PieceBytes,
            ["pieces"] = Pieces,
            ["last_bytes"] = LastBytes,
            ["first_name"] = FirstName,
            ["last_name"] = LastName,
        };
}
