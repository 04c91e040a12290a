using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private static string OnTensorRt(string file) =>
        file.Replace("engine: vllm", "engine: tensorrt-llm").Replace("0.11.0", "1.2.1").Replace("0.25.0", "1.2.1");

    public static TheoryData<string, string, bool, string> Engines =>
        Rows(
            // Sparse attention has kernels for 9.0 to 11.x, V4's also from 12.0.
            Limit(
                "CK7002",
                Newer(WithGpu("h200-sxm", capability: "§").Replace("DeepSeek-R1", "DeepSeek-V3.2")),
                reported: ["8.9", "12.0", "12.1"],
                silent: ["9.0", "9.1", "11.9"]
            ),
            Limit(
                "CK7002",
                Newer(WithGpu("h200-sxm", capability: "§").Replace("DeepSeek-R1", "DeepSeek-V4-Flash")),
                reported: ["8.9"],
                silent: ["9.0", "9.1", "11.9", "12.0"]
            ),
            Limit(
                "CK7003",
                Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "§"),
                reported: ["0.19.9"],
                silent: ["0.20.0", "0.20.1"]
            ),
            Limit(
                "CK7005",
                Examples.Distill7B.Replace("gpu: h100-sxm", "gpu: {name: h100-sxm, compute_capability: \"§\"}")
                    + "  kv_cache_dtype: nvfp4\n",
                reported: ["9.9"],
                silent: ["10.0", "10.1"]
            ),
            Limit(
                "CK7005",
                WithGpu("h200-sxm", capability: "§") + "  kv_cache_dtype: fp8_e4m3\n",
                reported: ["8.8"],
                silent: ["8.9", "9.0"]
            ),
            // Before 0.8 vLLM kept an unabsorbed cache.
            Limit(
                "CK7005",
                WithGpu("h200-sxm", capability: "8.8").Replace("0.11.0", "§") + "  kv_cache_dtype: fp8_e4m3\n",
                reported: ["0.8.0", "0.8.1"],
                silent: ["0.7.9"]
            ),
            Limit(
                "CK7008",
                Examples.R1OnTwoNodes.Replace("0.25.0", "§") + "  distributed_executor_backend: mp\n",
                reported: ["0.11.9"],
                silent: ["0.12.0", "0.12.1"]
            ),
            Limit(
                "CK7008",
                Examples.R1OnTwoNodes.Replace("h100-sxm", "h200-sxm").Replace("pipeline: 2", "§") + "  distributed_executor_backend: ray\n",
                reported: ["data: 2"],
                silent: ["pipeline: 2"]
            ),
            Limit(
                "CK7013",
                Examples.R1OnH200.Replace("0.11.0", "§") + "  env: {VLLM_ATTENTION_BACKEND: FLASHMLA}\n",
                reported: ["0.20.0", "0.20.1"],
                silent: ["0.19.9"]
            ),
            Limit("CK7028", OnTensorRt(WithNodes("§")) + "triton: {}\n", reported: ["2"], silent: ["1"]),
            Limit(
                "CK7029",
                Examples.R1OnH200 + "observability: {tracing: {otlp_endpoint: \"http://collector:§\"}}\n",
                reported: ["4318", "4317/v1/traces"],
                silent: ["4316", "4317", "4317/", "4319"]
            ),
            Limit(
                "CK7029",
                Examples.R1OnH200 + "observability: {tracing: {protocol: http/protobuf, otlp_endpoint: \"http://collector:§\"}}\n",
                reported: ["4317/v1/traces", "4318", "4318/v1/trace"],
                silent: ["4316/v1/traces", "4318/v1/traces", "4319/v1/traces"]
            ),
            // Port 8000 is the engine's, 8002 the metrics'.
            Limit(
                "CK7030",
                OnTensorRt(Examples.R1OnH200) + "triton: {grpc_port: §}\n",
                reported: ["8000", "8002"],
                silent: ["7999", "8001", "8003"]
            ),
            Limit("CK7040", OnGpus("§") + "framework: {name: pytorch}\n", reported: ["2"], silent: ["1"]),
            Limit("CK7041", OnGpus("2") + "framework: {device: \"cuda:§\"}\n", reported: ["2", "3"], silent: ["0", "1"])
        );

    private static string Newer(string file) => file.Replace("0.11.0", "0.25.0");
}
