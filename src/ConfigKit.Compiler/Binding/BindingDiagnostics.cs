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
                "Every key must be part of deepseek-config.yaml. Top-level keys that start with `x-` are yours, for example for "
                + "anchors.",
            Why = "The value would have no effect: a misspelt limit would silently be the default.",
            Fix =
                "Use the suggested key, or look it up with `deepseek-config explain SECTION`. Values for your own service belong "
                + "in `runtime`.",
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
                "A value must have the type of its key. Types follow the YAML 1.2 core schema: `yes` is text, and `1.10` is the "
                + "number 1.1 unless quoted.",
            Why = "Guessing would change the meaning: version `1.10` would become 1.1.",
            Fix = "Write a value of the type in the message; quote text that looks like a number or a boolean.",
            References = [new("YAML 1.2.2: core schema", "https://yaml.org/spec/1.2.2/#103-core-schema")],
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
                "Sizes, rates and durations must carry a unit: `80GiB` (1024³ bytes) or `80GB` (10⁹), `400Gbps` (bits) or "
                + "`50GB/s` (bytes), `30s`, `5m`, `2h`, `184d`.",
            Why = "A bare number is ambiguous, and the ambiguity is large enough to decide whether a model fits.",
            Formula = """
                80 GiB = 85.9 GB, 7 % more than 80 GB
                400 Gbps = 50 GB/s, an eighth of 400 GB/s
                """,
            Fix = "Add the unit.",
        },
        Bad = Good.Replace("512GiB", "512"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor OutOfRange = new("CK2004", "Value out of range", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks = "A number must be within the range of its key, which the message states.",
            Why = "A value outside is rejected by the engine, the kernel or Kubernetes, or has no meaning.",
            Fix = "Write a value within the range. `deepseek-config explain KEY` shows the range of any key.",
        },
        Bad = Good.Replace("gpus_per_node: 1", "gpus_per_node: 0"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownChoice = new("CK2005", "Unknown value of a closed set", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks = "The key takes one of a fixed set of words, which the message lists.",
            Why = "An unknown word stands for nothing, and falling back to the default would hide the mistake.",
            Fix = "Use one of the listed words. `deepseek-config explain KEY` describes each.",
        },
        Bad = Good.Replace("engine: vllm", "engine: vlm"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor MissingKey = new("CK2006", "Required key missing", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "A key without a default is missing. Every file needs `model.name`, `model.config` or `model.architecture`; some "
                + "sections have required keys of their own.",
            Why = "Nothing sensible can be assumed in its place.",
            Fix = "Add the key named in the message.",
        },
        Bad = "hardware:\n  gpu: h100-sxm\n  gpus_per_node: 1\n",
        Good = Good,
    };

    public static readonly DiagnosticDescriptor ConflictingKeys = new("CK2007", "Keys that exclude each other", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks = "Two keys state the same thing in different ways, such as `hardware.gpu_id` and `hardware.gpus_per_node`.",
            Why = "They could contradict each other, and whichever won would surprise somebody.",
            Fix = "Keep one of the two.",
        },
        Bad = Good.Replace("gpus_per_node: 1", "gpus_per_node: 1\n  gpu_id: 0"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor MalformedValue = new("CK2008", "Malformed value", Severity.Error)
    {
        Group = DiagnosticGroup.Binding,
        Explanation = new()
        {
            Checks =
                "A text must have the form of its key, such as a Kubernetes name, an image reference or an absolute path, and "
                + "must be a single printable line of at most 4,096 characters.",
            Why =
                "The value is inserted into manifests, units and command lines, where a malformed one is rejected or means "
                + "something else.",
            Fix = "Write a value of the form in the message.",
            References =
            [
                new("Kubernetes: object names", "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names"),
            ],
        },
        Bad = Good + "\nkubernetes:\n  namespace: My_Namespace\n",
        Good = Good,
    };

    public static ReadOnlySpan<DiagnosticDescriptor> All =>
        new[] { UnknownKey, WrongType, WrongUnit, OutOfRange, UnknownChoice, MissingKey, ConflictingKeys, MalformedValue };
}
