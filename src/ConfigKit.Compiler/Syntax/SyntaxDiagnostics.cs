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
            Checks = "The file must be YAML 1.2. The parser stops at the first position that it can't read and reports that one only.",
            Why = "Nothing after that position is checked, so further errors appear only once this one is fixed.",
            Fix =
                "Correct the text at the marked position. The usual causes are a missing space after `:`, an unclosed quote or "
                + "bracket, and wrong indentation.",
            References = [new("YAML 1.2.2", "https://yaml.org/spec/1.2.2/")],
        },
        Bad = "model: {name: deepseek-ai/DeepSeek-R1\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor TabIndentation = new("CK1002", "Tab used as indentation", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "No line may be indented with a tab character, outside block scalars and flow collections.",
            Why = "YAML forbids tabs in indentation: editors disagree on their width, so nesting would depend on the editor.",
            Fix = "Indent with spaces, two per level by convention.",
            References = [new("YAML 1.2.2: indentation", "https://yaml.org/spec/1.2.2/#61-indentation-spaces")],
        },
        Bad = "model:\n\tname: deepseek-ai/DeepSeek-R1\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor SeveralDocuments = new("CK1003", "Several documents in one file", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "A deepseek-config.yaml must be a single document; a second `---` starts another one.",
            Why = "Most tools silently ignore what follows the second `---`, so a deployment would seem configured and wouldn't be.",
            Fix = "Keep one deployment per file. Differences between environments belong in `environments` or an overlay file.",
            References = [new("YAML 1.2.2: document markers", "https://yaml.org/spec/1.2.2/#912-document-markers")],
        },
        Bad = Minimal + "\n---\nmodel: {name: deepseek-ai/DeepSeek-R1}\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor DuplicateKey = new("CK1004", "Duplicate key", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "Each key may appear only once in a mapping. Keys merged with `<<` don't count.",
            Why = "YAML forbids it, and parsers disagree on which value wins, so two tools would read two deployments from one " + "file.",
            Fix = "Remove or rename one of the two; the message names the line of the first.",
            References = [new("YAML 1.2.2: node comparison", "https://yaml.org/spec/1.2.2/#3213-node-comparison")],
        },
        Bad = Minimal + "\nmodel:\n  name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor UnknownAlias = new("CK1005", "Alias to an undefined anchor", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "`*name` needs an anchor `&name` earlier in the file, and can't refer to the node that contains it.",
            Why = "The alias would have no value.",
            Fix = "Define the anchor first, for example under a top-level key that starts with `x-`, or write the value out.",
            References = [new("YAML 1.2.2: anchors and aliases", "https://yaml.org/spec/1.2.2/#3222-anchors-and-aliases")],
        },
        Bad = Minimal + "\nserving: {engine_version: *version}\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor InvalidMerge = new("CK1006", "Merge key `<<` without a mapping", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "The value of `<<` must be a mapping or a sequence of mappings.",
            Why =
                "`<<` merges the entries of other mappings into the one that contains it; entries written out win over merged "
                + "ones. Any other value has nothing to merge.",
            Fix = "Write `<<: *name`, where `&name` anchors a mapping.",
            References = [new("YAML merge key", "https://yaml.org/type/merge.html")],
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
            Checks = "The document may nest at most 64 levels deep and, with all aliases expanded, have at most 100,000 nodes.",
            Why =
                "No real configuration reaches these limits. A file built to exhaust memory does: nine levels of ten aliases each "
                + "expand to a billion nodes.",
            Formula = """
                depth <= 64
                nodes with aliases expanded <= 100,000
                10 aliases to 10 aliases to … nine times = 10⁹ nodes: reported
                """,
            Fix = "Flatten the document, or replace nested aliases by the values.",
        },
        Bad = "model: " + new string('[', 70) + new string(']', 70) + "\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor UnsupportedKey = new("CK1008", "Key that is not a scalar", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "A key must be a scalar. YAML also allows a sequence or mapping as a key; no key of this file format is one.",
            Why = "Such a key can't name a setting, so its value would have no effect.",
            Fix = "Write a plain word as the key. A leading `?`, or brackets before the colon, are the usual cause.",
            References = [new("YAML 1.2.2: flow collections", "https://yaml.org/spec/1.2.2/#74-flow-collection-styles")],
        },
        Bad = Minimal + "\n? [serving]\n: {engine: vllm}\n",
        Good = Minimal,
    };

    public static readonly DiagnosticDescriptor NotUtf8 = new("CK1009", "Text isn't UTF-8", Severity.Error)
    {
        Group = DiagnosticGroup.Syntax,
        Explanation = new()
        {
            Checks = "The file must be UTF-8 and must not contain U+FFFD, the character by which readers replace bytes that aren't.",
            Why = "In another encoding, names and values would silently change.",
            Fix = "Save the file as UTF-8, then restore the characters that were replaced.",
            References = [new("YAML 1.2.2: character encodings", "https://yaml.org/spec/1.2.2/#52-character-encodings")],
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
