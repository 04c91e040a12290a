using ConfigKit.Diagnostics;

namespace ConfigKit.Syntax;

/// <summary>CK1: the text is not one YAML document that can be read.</summary>
internal static class SyntaxDiagnostics
{
    private const string Minimal = """
        model:
          name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B
        hardware:
          gpu: h100-sxm
          gpus_per_node: 1
        """;

    public static readonly DiagnosticDescriptor Malformed = new("CK1001", "Malformed YAML", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks =
                "The text is not YAML 1.2. The parser stops at the first place that "
                + "it cannot read, so later faults show only once this one is mended.",
        },
        Bad = "model: {name: deepseek-ai/DeepSeek-R1\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor TabIndentation = new("CK1002", "Tab used as indentation", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks =
                "YAML forbids tab characters in indentation (YAML 1.2.2, section 6.1): "
                + "editors disagree on their width, so nesting would depend on the editor.",
        },
        Bad = "model:\n\tname: deepseek-ai/DeepSeek-R1\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor SeveralDocuments = new("CK1003", "Several documents in one file", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks =
                "A deepseek-config.yaml is one document: what follows a second `---` would be "
                + "ignored silently by most tools, so it is refused. Keep one deployment per file.",
        },
        Bad = Minimal + "\n---\nmodel: {name: deepseek-ai/DeepSeek-R1}\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor DuplicateKey = new("CK1004", "Duplicate key", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "A mapping has the same key twice (YAML 1.2.2, section 3.2.1.3, forbids it). Parsers differ on which one wins.",
        },
        Bad = Minimal + "\nmodel:\n  name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor UnknownAlias = new("CK1005", "Alias without an anchor", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "`*name` refers to an anchor `&name` that is not defined before it, or to the node that it stands in.",
        },
        Bad = Minimal + "\nserving: {engine_version: *version}\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor InvalidMerge = new("CK1006", "Merge key without a mapping", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks =
                "`<<` merges the entries of a mapping, or of a sequence of mappings, "
                + "into the mapping it stands in; entries written out win over merged ones.",
        },
        Bad = "model:\n  <<: 3\n  name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\n",
        Good =
            "x-base: &base {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}\nmodel:\n  "
            + "<<: *base\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\n",
    };

    public static readonly DiagnosticDescriptor TooComplex = new("CK1007", "Document too deep or too large", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks =
                "The document nests deeper than 64 levels, or its aliases expand to more than "
                + "100,000 nodes. No real configuration does; a file built to exhaust memory does.",
        },
        Bad = "model: " + new string('[', 70) + new string(']', 70) + "\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor UnsupportedKey = new("CK1008", "Key that is not a scalar", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new() { Checks = "Keys are plain words. A sequence or mapping as a key has no meaning here." },
        Bad = Minimal + "\n? [serving]\n: {engine: vllm}\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor NotUtf8 = new("CK1009", "Text that is not UTF-8", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks =
                "The file holds bytes that are no UTF-8, which readers replace by U+FFFD, or that character "
                + "itself. YAML files are UTF-8; another encoding would change names and values without a word.",
        },
        Bad = Minimal + "\n# caf\uFFFD\n",
        Good = Minimal + "\n# café\n",
    };

    public static ReadOnlySpan<DiagnosticDescriptor> All =>
        new[]
        {
            Malformed,
            TabIndentation,
            SeveralDocuments,
            DuplicateKey,
            UnknownAlias,
            InvalidMerge,
            TooComplex,
            UnsupportedKey,
            NotUtf8,
        };
}
