using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>The weights of a rank, with what the engine holds beside them, are larger than the memory.</summary>
internal sealed class WeightsExceedMemory() : DeploymentRule(Fault)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (d, estimate) = (s.Deployment, s.Estimate);
        if (HasRoom(estimate))
        {
            yield break;
        }

        var stage = d.Layout.Pipeline > 1 ? $" of stage {estimate.Heaviest.Stage}" : "";
        var budget = Quantity.FormatBytes(estimate.RequestedBytes);
        var checkpoint = Quantity.FormatBytes(estimate.CheckpointBytes);
        yield return new Finding(
            "hardware.gpu",
            $"{Quantity.FormatBytes(estimate.Heaviest.WeightsBytes)} of weights on each GPU{stage} and "
                + $"at least {Quantity.FormatBytes(estimate.Overhead.Low)} beside them leave no room for a KV cache in {budget} of {d.Gpu.Id}",
            SmallestChange.ThatFits(d),
            $"{Quantity.FormatBytes(estimate.GpuMemoryBytes)} as CUDA reports × {d.Serving.MemoryFraction.Value} = {budget}; "
                + $"the checkpoint has {checkpoint} over {d.Layout.WorldSize} GPUs"
        );
    }

    /// <summary>Whether any KV cache is left when the overhead is as low as it gets.</summary>
    public static bool HasRoom(Estimate estimate) => estimate.KvCacheTokensHigh > 0;
}
