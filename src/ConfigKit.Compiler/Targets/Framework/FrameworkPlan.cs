using ConfigKit.Model;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Targets.Framework;

/// <summary>The model in a plain framework.</summary>
/// <param name="Dtype">Number format as PyTorch names it; auto: the checkpoint's.</param>
/// <param name="GpuMemoryBytes">What layers may take of a GPU.</param>
internal sealed record FrameworkPlan(
    DeploymentPlan Deployment,
    FrameworkSettings Settings,
    string Dtype,
    long GpuMemoryBytes,
    CheckpointPlan Checkpoint
)
{
    // What CUDA and the activations of a few sequences take beside the weights.
    private const long Reserve = 4 * Quantity.GiB;

    public string SettingsFile => Settings.Name.Value == FrameworkKind.Tensorflow ? "tensorflow_settings.py" : "pytorch_settings.py";

    public static FrameworkPlan Of(DeploymentPlan p)
    {
        var (d, settings) = (p.Deployment, p.Deployment.Framework);
        return new FrameworkPlan(
            p,
            settings,
            d.Precision == PrecisionKind.Bf16 ? "bfloat16"
                : d.Precision == PrecisionKind.Fp16 ? "float16"
                : "auto",
            Math.Max(Quantity.MiB, (d.Gpu.CudaBytes ?? d.Gpu.NvmlBytes ?? 0) - Reserve),
            new CheckpointPlan(p.Estimate.CheckpointBytes, settings.ShardBytes)
        );
    }
}

/// <summary>The pieces of a checkpoint that is saved again.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="PieceBytes">Largest piece.</param>
internal sealed record CheckpointPlan(long Bytes, long PieceBytes)
{
    /// <summary>Fewest pieces; a tensor is never cut, so a saver may make a few more.</summary>
    public long Pieces => Math.Max(1, (Bytes + PieceBytes - 1) / PieceBytes);

    public long LastBytes => Bytes - ((Pieces - 1) * PieceBytes);
}
