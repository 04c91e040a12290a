namespace ConfigKit.Rules;

/// <summary>Files from which the rules' good and bad examples are made: each differs in the one line that matters.</summary>
internal static class Examples
{
    /// <summary>DeepSeek-R1 in FP8 on one node of 8 x H200.</summary>
    public const string R1OnH200 = """
        model:
          name: deepseek-ai/DeepSeek-R1
        hardware:
          gpu: h200-sxm
          gpus_per_node: 8
        parallelism: {tensor: 8}
        serving:
          engine: vllm
          engine_version: "0.11.0"
          max_model_len: 65536
          max_num_seqs: 256
          max_num_batched_tokens: 8192

        """;

    /// <summary>DeepSeek-R1 in FP8 on two nodes of 8 x H100 over InfiniBand.</summary>
    public const string R1OnTwoNodes = """
        model:
          name: deepseek-ai/DeepSeek-R1
        hardware:
          nodes: 2
          gpu: h100-sxm
          gpus_per_node: 8
          network: {fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true}
        parallelism: {tensor: 8, pipeline: 2}
        serving:
          engine: vllm
          engine_version: "0.25.0"
          max_model_len: 32768

        """;

    /// <summary>DeepSeek-V4-Flash on one node of 8 x H200.</summary>
    public const string V4FlashOnH200 = """
        model:
          name: deepseek-ai/DeepSeek-V4-Flash
        hardware:
          gpu: h200-sxm
          gpus_per_node: 8
        parallelism: {tensor: 8}
        serving:
          engine: vllm
          engine_version: "0.33.0"
          max_model_len: 131072

        """;

    /// <summary>A dense 7B model on one H100.</summary>
    public const string Distill7B = """
        model:
          name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B
        hardware:
          gpu: h100-sxm
          gpus_per_node: 1
        serving:
          engine: vllm
          engine_version: "0.11.0"
          max_model_len: 32768

        """;
}
