using ConfigKit.Diagnostics;

namespace ConfigKit.Binding;

/// <summary>CK2: the document is YAML, but not a deepseek-config.yaml.</summary>
internal static class BindingDiagnostics
{
    private const string Good = """
        model:
          name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B
        hardware:
          gpu: h100-sxm
          gpus_per_node: 1
          memory: 512GiB
        serving:
          engine: vllm
          max_model_len: 32768
        """;

    public static readonly DiagnosticDescriptor UnknownKey = new("CK2001", "Unknown key", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "The key is not part of deepseek-config.yaml, so its value would have no effect. The nearest "
                + "real key is named. Keys that start with `x-` at the top level are yours: put anchors there.",
        },
        Bad = Good.Replace("max_model_len", "max_model_length"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor WrongType = new("CK2002", "Wrong type", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "The value has another type than the key takes. Types follow the YAML "
                + "1.2 core schema: `yes` is text, `1.10` is a number unless quoted.",
        },
        Bad = Good.Replace("32768", "long"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor WrongUnit = new("CK2003", "Missing or wrong unit", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "Sizes, rates and durations carry their unit, because a bare number has cost too many nights: "
                + "`80GiB` (1024³) or `80GB` (10⁹), `400Gbps` (bits) or `50GB/s` (bytes), `30s`, `5m`, `2h`, `184d`.",
        },
        Bad = Good.Replace("512GiB", "512"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor OutOfRange = new("CK2004", "Value out of range", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "The number lies outside the range that the key allows; the message names "
                + "both ends. `deepseek-config explain <key>` shows the range of any key.",
        },
        Bad = Good.Replace("gpus_per_node: 1", "gpus_per_node: 0"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownChoice = new("CK2005", "Unknown choice", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new() { Checks = "The key takes one word of a closed set. The nearest one is named." },
        Bad = Good.Replace("engine: vllm", "engine: vlm"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor MissingKey = new("CK2006", "Missing key", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "A key without which nothing can be decided is absent: a model is "
                + "named by `model.name`, `model.config` or `model.architecture`.",
        },
        Bad = "hardware:\n  gpu: h100-sxm\n  gpus_per_node: 1\n",
        Good = Good,
    };

    public static readonly DiagnosticDescriptor ConflictingKeys = new("CK2007", "Keys that exclude each other", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "Two keys state the same thing in different ways, such as `gpu_id` "
                + "and `gpus_per_node`, so they could contradict each other; keep one.",
        },
        Bad = Good.Replace("gpus_per_node: 1", "gpus_per_node: 1\n  gpu_id: 0"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor MalformedValue = new("CK2008", "Malformed value", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks = "The text does not have the form that the key takes, such as a Kubernetes name or an image reference.",
        },
        Bad = Good + "\nkubernetes:\n  namespace: My_Namespace\n",
        Good = Good,
    };

    public static ReadOnlySpan<DiagnosticDescriptor> All =>
        new[] { UnknownKey, WrongType, WrongUnit, OutOfRange, UnknownChoice, MissingKey, ConflictingKeys, MalformedValue };
}
