using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>The weights of a rank, with what the engine holds beside them, are larger than the memory.</summary>
internal sealed class WeightsExceedMemory() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK3001", "Weights don't fit in GPU memory", Severity.Error)
    {
        Group = DiagnosticGroup.Memory,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "The weights of the fullest rank plus the lowest plausible overhead (CUDA context, NCCL buffers, activations) "
                + "against the memory that the engine may take. vLLM takes `total × gpu_memory_utilization`, SGLang `free × "
                + "mem_fraction_static`, TensorRT-LLM everything. `total` is what CUDA reports: less than `nvidia-smi` shows, which "
                + "is less than the data sheet.",
            Why =
                "The engine loads for minutes, then stops: CUDA runs out of memory, or vLLM reports \"No available memory for the "
                + "cache blocks\".",
            Formula = """
                weights + lowest overhead < budget
                DeepSeek-R1 FP8, tensor 8, 8 × H100 80GB, 0.9:
                79.6 GiB + 2.4 GiB > 79.2 GiB × 0.9 = 71.3 GiB
                """,
            Fix =
                "More GPUs or nodes, GPUs with more memory, or a smaller checkpoint (FP8, FP4, AWQ). A layout with fewer replicas "
                + "(`data`) or more pipeline stages is free if the GPUs are already there.",
            References =
            [
                SourceLinks.Vllm("vllm/v1/worker/gpu_worker.py", 720),
                SourceLinks.Vllm("vllm/v1/core/kv_cache_planning.py", 58),
                SourceLinks.Sglang("python/sglang/srt/arg_groups/memory_hook.py", 290),
            ],
        },
        Bad = Examples.R1OnH200.Replace("h200-sxm", "h100-sxm"),
        Good = Examples.R1OnH200,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (d, estimate) = (s.Deployment, s.Estimate);
        if (HasRoom(estimate))
        {
            yield break;
        }

        var stage = d.Layout.Pipeline > 1 ? $" in stage {estimate.Heaviest.Stage}" : "";
        var weights = Quantity.FormatBytes(estimate.Heaviest.WeightsBytes);
        var overhead = Quantity.FormatBytes(estimate.Overhead.Low);
        var budget = Quantity.FormatBytes(estimate.RequestedBytes);
        var checkpoint = Quantity.FormatBytes(estimate.CheckpointBytes);
        yield return new Finding(
            "hardware.gpu",
            estimate.Heaviest.WeightsBytes >= estimate.RequestedBytes
                ? $"weights ({weights} per GPU{stage}) exceed the {budget} that {d.Engine.Title} may use on {d.Gpu.Id}"
                : $"weights ({weights} per GPU{stage}) and at least {overhead} of overhead leave no room for a KV cache: "
                    + $"{d.Engine.Title} may use {budget} on {d.Gpu.Id}",
            SmallestChange.ThatFits(d),
            $"{Quantity.FormatBytes(estimate.GpuMemoryBytes)} reported by CUDA × {d.Serving.MemoryFraction.Value} = {budget}; "
                + $"the checkpoint has {checkpoint} for {d.Layout.WorldSize} GPUs"
        );
    }

    /// <summary>Whether any KV cache is left when the overhead is as low as it gets.</summary>
    public static bool HasRoom(Estimate estimate) => estimate.KvCacheTokensHigh > 0;
}
