using ConfigKit.Diagnostics;

namespace ConfigKit.Resolution;

/// <summary>CK2, from 2101 on: a name that stands for nothing known.</summary>
internal static class ResolutionDiagnostics
{
    private const string Good = """
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

    public static readonly DiagnosticDescriptor UnknownModel = new("CK2101", "Unknown model", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks = "`model.name` must be an id or alias of the catalogue (`deepseek-config catalog models`).",
            Why = "Memory and layout follow from the architecture, so a model is never guessed from a similar name.",
            Fix =
                "Use one of the suggested names. For a model outside the catalogue, give `model.config` (a Hugging Face "
                + "config.json) or `model.architecture`.",
        },
        Bad = Good.Replace("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "deepseek-v1.5-20b"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownGpu = new("CK2102", "Unknown GPU", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "`hardware.gpu` must be an id or alias of the catalogue (`deepseek-config catalog gpus`), or a section with the "
                + "GPU's figures.",
            Why =
                "Without its memory and bandwidth nothing can be judged, and similar names can differ twofold: an A100 has 40 or "
                + "80 GB.",
            Fix =
                "Use one of the suggested names. For a GPU outside the catalogue, write its figures: `gpu: {name: …, memory: "
                + "80GiB, memory_bandwidth: 3TB/s, compute_capability: \"9.0\"}`.",
            References = [new("NVIDIA: compute capability of each GPU", "https://developer.nvidia.com/cuda-gpus")],
        },
        Bad = Good.Replace("h100-sxm", "h1000"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownFabric = new("CK2103", "Unknown fabric", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks = "`hardware.network.fabric` must be an id or alias of the catalogue (`deepseek-config catalog fabrics`).",
            Why = "The fabric decides bandwidth, RDMA and the NCCL settings that are written.",
            Fix = "Use one of the suggested names. For another speed, use the nearest fabric and state " + "`hardware.network.bandwidth`.",
        },
        Bad = Good.Replace("  gpus_per_node: 1\n", "  gpus_per_node: 1\n  network: {fabric: infinibandwagon}\n"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnreadableConfig = new("CK2104", "Unreadable config.json", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "`model.config` must name a Hugging Face config.json, relative to this file, with all sizes and a supported "
                + "`model_type`.",
            Why =
                "Without the sizes, weights and KV cache can't be computed; the weights of another family may be stored " + "differently.",
            Fix =
                "Correct the path or the file. For a family that isn't supported, choose a model that is, or describe a similar "
                + "one in `model.architecture`.",
        },
        Bad = Good.Replace("name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "config: ./nowhere/config.json"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor IncompleteArchitecture = new("CK2105", "Incomplete architecture", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "`model.architecture` needs hidden_size, num_hidden_layers, num_attention_heads, vocab_size, and "
                + "intermediate_size or, with n_routed_experts, moe_intermediate_size and num_experts_per_tok. With kv_lora_rank "
                + "(MLA) it also needs qk_nope_head_dim, qk_rope_head_dim and v_head_dim.",
            Why = "Weights and KV cache are computed from these sizes.",
            Fix = "Copy the missing values from the model's config.json, or name that file in `model.config` instead.",
        },
        Bad = Good.Replace("name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "name: my-model\n  architecture: {hidden_size: 4096}"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor NewerEngine = new("CK2106", "Engine release newer than the catalogue", Severity.Warning)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks = "`serving.engine_version` is newer than the newest release in the catalogue.",
            Why =
                "Flags and defaults are taken from the newest known release and may have changed since; the engine could then "
                + "reject an argument or use more memory than estimated.",
            Fix =
                "Use a known release (`deepseek-config catalog engines`), update ConfigKit, or test the release before you rely "
                + "on the result.",
            References =
            [
                new("vLLM releases", "https://github.com/vllm-project/vllm/releases"),
                new("SGLang releases", "https://github.com/sgl-project/sglang/releases"),
                new("TensorRT-LLM releases", "https://github.com/NVIDIA/TensorRT-LLM/releases"),
            ],
        },
        Bad = Good.Replace("0.11.0", "99.0.0"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownMemory = new("CK2107", "GPU memory unknown", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks = "The memory that the driver reports must be known, from the catalogue or from `hardware.gpu.memory`.",
            Why = "Every memory check compares with it. The marketing figure won't do: an \"80 GB\" H100 has 81,559 MiB.",
            Fix = "Set `hardware.gpu.memory` to what `nvidia-smi` shows, such as `81559MiB`.",
        },
        Bad = Good.Replace("gpu: h100-sxm", "gpu: {name: my-gpu}"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnavailablePrecision = new(
        "CK2108",
        "Checkpoint doesn't come in this precision",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "`model.precision` must be the checkpoint's own format or one that the engine can make while loading: bf16 or "
                + "fp16 from bf16, fp16 or FP8, and FP8 from bf16 or fp16.",
            Why =
                "INT8, INT4, NVFP4 and MXFP4 weights are quantised before publication. An engine can't make them from another "
                + "checkpoint while loading, so it would fail at the start.",
            Fix =
                "Use one of the checkpoints that the message names; its answers may differ slightly. Otherwise remove "
                + "`model.precision`.",
        },
        Bad = Good.Replace("Qwen-7B\n", "Qwen-7B\n  precision: nvfp4\n"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor AssumedGpu = new("CK2109", "GPU not specified", Severity.Warning)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks = "`hardware.gpu` is missing, so the file is checked against an H100 SXM with 80 GB.",
            Why = "The verdict holds for that GPU only and may be wrong for yours.",
            Fix = "Set `hardware.gpu`; `deepseek-config catalog gpus` lists the known ones.",
        },
        Bad = Good.Replace("  gpu: h100-sxm\n", ""),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor AmbiguousGpu = new("CK2110", "GPU name shared by several cards", Severity.Warning)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "`hardware.gpu` is a name that several cards share: an RTX 4090 has 24 GB or, reworked, 48 GB; a GB300 has "
                + "278 GiB in a rack and 251 GiB in a DGX Station.",
            Why = "`nvidia-smi` prints the same name for them. If the wrong card is assumed, memory is estimated wrong.",
            Fix = "Use the catalogue's own name of the card, or state name and memory, which together identify it.",
        },
        Bad = Good.Replace("h100-sxm", "NVIDIA GB300"),
        Good = Good.Replace("gpu: h100-sxm", "gpu: gb300-dgx-station"),
    };

    public static readonly DiagnosticDescriptor InvalidCatalog = new("CK2111", "Catalogue file not valid", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "`catalog` names JSON files with entries of your own, relative to the configuration. They are read like "
                + "ConfigKit's own: a field that is unknown, missing or of another type is an error, sizes must agree with each "
                + "other, and an entry that has a name of ConfigKit's needs `\"replace\": true`.",
            Why = "Memory and speed would be computed from a misread entry, so nothing is until the file is valid.",
            Fix = "Correct the file; catalog/README.md describes the format.",
        },
        Bad = Good + "\ncatalog: [./nowhere.json]\n",
        Good = Good,
    };

    public static ReadOnlySpan<DiagnosticDescriptor> All =>
        new[]
        {
            UnknownModel,
            UnknownGpu,
            UnknownFabric,
            UnreadableConfig,
            IncompleteArchitecture,
            NewerEngine,
            UnknownMemory,
            UnavailablePrecision,
            AssumedGpu,
            AmbiguousGpu,
            InvalidCatalog,
        };
}
