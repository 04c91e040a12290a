using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private const string OneGpu = "gpus_per_node: 1\n";
    private const string TensorGpus = "gpus_per_node: §\nparallelism: {tensor: §}\n";

    private static readonly string DenseTensor = Examples.Distill7B.Replace(OneGpu, TensorGpus);

    public static TheoryData<string, string, bool, string> Parallelism =>
        Rows(
            // 28 attention heads
            Limit("CK4001", DenseTensor, reported: ["3", "8", "13", "15"], silent: ["2", "7", "14"]),
            // 40 attention heads, 8 key-value heads
            Limit("CK4002", DenseTensor.Replace("Qwen-7B", "Qwen-32B"), reported: ["5", "10"], silent: ["1", "4", "8"]),
            // 256 experts
            Limit(
                "CK4003",
                Examples.R1OnH200.Replace("tensor: 8", "tensor: 1, data: §, expert: true").Replace("gpus_per_node: 8", "gpus_per_node: §"),
                reported: ["3", "7", "9"],
                silent: ["2", "4", "8", "16"]
            ),
            // 18,432 / 16 = 9 × 128; 18,432 / 32 = 4.5 × 128
            Limit("CK4004", Examples.R1OnTwoNodes.Replace("tensor: 8, pipeline: 2", "tensor: §"), reported: ["32"], silent: ["8", "16"]),
            // 8 output groups
            Limit(
                "CK4005",
                Examples
                    .R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash")
                    .Replace("0.11.0", "0.25.0")
                    .Replace("gpus_per_node: 8", "gpus_per_node: §")
                    .Replace("tensor: 8", "tensor: §, expert: true"),
                reported: ["16"],
                silent: ["4", "8"]
            ),
            Limit("CK4006", Examples.R1OnH200.Replace("tensor: 8", "tensor: §"), reported: ["4", "16"], silent: ["8"]),
            Limit(
                "CK4007",
                Examples
                    .R1OnH200.Replace("vllm", "sglang")
                    .Replace("0.11.0", "0.5.15")
                    .Replace("tensor: 8", "tensor: 8, data: §, data_parallel_attention: true"),
                reported: ["3", "7"],
                silent: ["2", "4", "8"]
            ),
            Limit("CK4008", Examples.R1OnH200.Replace("tensor: 8", "tensor: 8, decode_context: §"), ["3", "7", "16"], ["1", "4", "8"]),
            // 61 layers
            Limit("CK4010", Examples.R1OnTwoNodes.Replace("pipeline: 2", "pipeline: §"), reported: ["62"], silent: ["60", "61"]),
            Limit(
                "CK4010",
                Examples.R1OnTwoNodes.Replace("pipeline: 2", "pipeline: 2, pipeline_layers: [30, §]"),
                reported: ["30", "32"],
                silent: ["31"]
            ),
            // Two ranks over PCIe are fine.
            Limit("CK4011", DenseTensor.Replace("h100-sxm", "l40s"), reported: ["3", "4"], silent: ["1", "2"]),
            Limit("CK4012", Examples.R1OnH200.Replace("tokens: 8192", "tokens: §"), reported: ["255"], silent: ["256", "257"]),
            Limit("CK4013", Examples.R1OnH200.Replace("65536", "§"), reported: ["163841"], silent: ["163839", "163840"]),
            Limit(
                "CK4014",
                Examples.R1OnH200.Replace("tokens: 8192", "tokens: §").Replace("65536", "16384") + "  enable_chunked_prefill: false\n",
                reported: ["16383"],
                silent: ["16384", "16385"]
            )
        );
}
