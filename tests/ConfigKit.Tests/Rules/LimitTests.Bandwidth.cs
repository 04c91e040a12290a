using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private const string FastNetwork = "nics_per_node: 8, rdma: true, gpudirect: true";

    private static readonly string Rate =
        Examples.R1OnH200 + "workload: {concurrency: 1, input_tokens: 1000, output_tokens: 500, tokens_per_second_per_user: §}\n";

    private static string A100(string figure) => Examples.Distill7B.Replace("gpu: h100-sxm", $"gpu: {{name: a100-sxm4-80gb, {figure}: §}}");

    public static TheoryData<string, string, bool, string> Bandwidth =>
        Rows(
            Limit(
                "CK5001",
                Examples
                    .R1OnTwoNodes.Replace(FastNetwork, "nics_per_node: 1, bandwidth: §, rdma: true")
                    .Replace("tensor: 8, pipeline: 2", "tensor: 16"),
                reported: ["99Gbps"],
                silent: ["100Gbps", "101Gbps"]
            ),
            // One port a node: sending takes as long as computing between these two.
            Limit(
                "CK5003",
                Examples
                    .R1OnTwoNodes.Replace(FastNetwork, "nics_per_node: 1, bandwidth: §, rdma: true")
                    .Replace("tensor: 8, pipeline: 2", "tensor: 8, data: 2, expert: true")
                    .Replace("h100-sxm", "h200-sxm") + "workload: {concurrency: 2048, input_tokens: 800, output_tokens: 200}\n",
                reported: ["290GB/s"],
                silent: ["292GB/s"]
            ),
            Limit(
                "CK5002",
                Examples.R1OnTwoNodes.Replace(FastNetwork, "nics_per_node: 1, bandwidth: §, rdma: true"),
                reported: ["1Gbps", "9999Mbps"],
                silent: ["10Gbps", "10001Mbps"]
            ),
            // 10 % around 2,039 GB/s, 312 TFLOP/s, 300 GB/s in one direction and 600 in both
            Limit("CK5007", A100("memory_bandwidth"), reported: ["1835GB/s", "2243GB/s"], silent: ["1836GB/s", "2039GB/s", "2242GB/s"]),
            Limit("CK5007", A100("bf16_tflops"), reported: ["280", "344"], silent: ["281", "343"]),
            Limit(
                "CK5007",
                A100("nvlink_direction: per_direction, nvlink_bandwidth"),
                reported: ["269GB/s", "331GB/s"],
                silent: ["271GB/s", "329GB/s"]
            ),
            Limit(
                "CK5007",
                A100("nvlink_direction: bidirectional, nvlink_bandwidth"),
                reported: ["539GB/s", "661GB/s"],
                silent: ["541GB/s", "659GB/s"]
            ),
            // The roofline of one sequence on 8 × H200: 764.…; 2.8 times below it lies the median of what engines reach.
            Limit("CK5010", Rate, reported: ["765"], silent: ["763", "764"]),
            Limit("CK5011", Rate, reported: ["273", "764"], silent: ["271", "272", "765"])
        );
}
