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
            Checks =
                "The name is no id or alias of the catalogue (`deepseek-config catalog models`). A model is never guessed: the nearest real ones are named. For a model outside the catalogue give `model.config` (a Hugging Face config.json) or `model.architecture`.",
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
                "The name is no id or alias of the catalogue (`deepseek-config catalog gpus`). For a GPU outside the catalogue write its figures: `gpu: {name: …, memory: 80GiB, memory_bandwidth: 3TB/s, compute_capability: \"9.0\"}`.",
        },
        Bad = Good.Replace("h100-sxm", "h1000"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownFabric = new("CK2103", "Unknown fabric", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new() { Checks = "The name is no id or alias of the catalogue (`deepseek-config catalog fabrics`)." },
        Bad = Good.Replace("  gpus_per_node: 1\n", "  gpus_per_node: 1\n  network: {fabric: infinibandwagon}\n"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnreadableConfig = new("CK2104", "Unreadable config.json", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "`model.config` names a Hugging Face config.json, relative to the configuration. The file is missing, is not JSON, lacks a size, or is of a family whose weights are not modelled.",
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
                "`model.architecture` needs hidden_size, num_hidden_layers, num_attention_heads, vocab_size, and intermediate_size or the sizes of its experts.",
        },
        Bad = Good.Replace("name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "name: my-model\n  architecture: {hidden_size: 4096}"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor NewerEngine = new("CK2106", "Engine release newer than the catalogue", Severity.Info)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "The release is newer than the newest one in the catalogue. It is judged as that one, with every check on; its flags and defaults may have changed since. `catalog/refresh` adds a release from its wheel.",
        },
        Bad = Good.Replace("0.11.0", "99.0.0"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownRelease = new("CK2112", "Engine release that never existed", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "The number is older than the newest release in the catalogue and was never published, so its image can't be pulled. A suffix counts as its base release: 0.5.15.post1 is judged as 0.5.15, 1.3.0rc22 as 1.3.0.",
        },
        Bad = Good.Replace("0.11.0", "0.11.9"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownMemory = new("CK2107", "GPU memory not known", Severity.Error)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "No source tells what the driver reports for this GPU, and without it nothing can be judged. State what `nvidia-smi` shows.",
        },
        Bad = Good.Replace("gpu: h100-sxm", "gpu: {name: my-gpu}"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnavailablePrecision = new(
        "CK2108",
        "Precision that the checkpoint does not come in",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "Engines cast a checkpoint to bf16 or fp16, and quantise a plain one to FP8 while loading; INT8, INT4, NVFP4 and MXFP4 need a checkpoint that was quantised before. The catalogue's checkpoints of that kind are named.",
        },
        Bad = Good.Replace("Qwen-7B\n", "Qwen-7B\n  precision: nvfp4\n"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor AssumedGpu = new("CK2109", "GPU not stated", Severity.Warning)
    {
        Group = DiagnosticGroup.Names,
        Explanation = new()
        {
            Checks =
                "The file names no GPU, so it is checked against an H100 SXM with 80 GB. State `hardware.gpu` for a verdict that means something.",
        },
        Bad = Good.Replace("  gpu: h100-sxm\n", ""),
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
            UnknownRelease,
            UnknownMemory,
            UnavailablePrecision,
            AssumedGpu,
        };
}
