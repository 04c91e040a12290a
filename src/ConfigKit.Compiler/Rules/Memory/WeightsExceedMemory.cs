using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Memory;

/// <summary>The weights of a rank, with what the engine holds beside them, are larger than the memory.</summary>
internal sealed class WeightsExceedMemory : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK3001", "Weights do not fit in GPU memory", Severity.Error)
    {
        Group = DiagnosticGroup.Memory,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                Each rank holds its share of the weights; the engine adds the CUDA context, NCCL buffers and activations. Nothing is left for the KV cache when

                    weights + overhead (lowest) >= budget

                The budget is what the engine may take: vLLM `total × gpu_memory_utilization`, SGLang `free × mem_fraction_static`, TensorRT-LLM all of it. `total` is what CUDA reports, which is less than nvidia-smi shows, which is less than the marketing figure: an "80 GB" H100 has 81,559 MiB by NVML. Shares per rank: `vllm model_executor/models/deepseek_v2.py`; budget: `vllm v1/worker/gpu_worker.py`.
                """,
        },
        Bad = Examples.R1OnH200.Replace("h200-sxm", "h100-sxm"),
        Good = Examples.R1OnH200,
    };

    public WeightsExceedMemory()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => HasRoom(s.Estimate))
            .Reports(s => new Finding(
                "hardware.gpu",
                $"{Quantity.FormatBytes(s.Estimate.Heaviest.WeightsBytes)} of weights on each GPU{StageOf(s)} and at least {Quantity.FormatBytes(s.Estimate.Overhead.Low)} beside them leave no room for a KV cache in {Quantity.FormatBytes(s.Estimate.RequestedBytes)} of {s.Deployment.Gpu.Id}",
                SmallestChange.ThatFits(s.Deployment),
                $"{Quantity.FormatBytes(s.Estimate.GpuMemoryBytes)} as CUDA reports × {s.Deployment.Serving.MemoryFraction.Value} = {Quantity.FormatBytes(s.Estimate.RequestedBytes)}; the checkpoint has {Quantity.FormatBytes(s.Estimate.CheckpointBytes)} over {s.Deployment.Layout.WorldSize} GPUs"
            ));

    /// <summary>Whether any KV cache is left when the overhead is as low as it gets.</summary>
    public static bool HasRoom(Estimate estimate) => estimate.KvCacheTokensHigh > 0;

    private static string StageOf(Subject s) => s.Deployment.Layout.Pipeline > 1 ? $" of stage {s.Estimate.Heaviest.Stage}" : "";
}
