using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Number format of the weights.</summary>
internal enum PrecisionKind
{
    Auto,
    Bf16,
    Fp16,
    Fp8,
    Int8,
    Int4,
    Nvfp4,
    Mxfp4,
}

/// <summary>Which model is served.</summary>
internal sealed record ModelSection
{
    private const string IdPattern = "^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$";
    private const string IdMeaning = "a model id of letters, digits, `.`, `_`, `-` and `/`";

    public static ImmutableArray<Choice<PrecisionKind>> Precisions { get; } =
    [
        new("auto", PrecisionKind.Auto, "the checkpoint's own"),
        new("bf16", PrecisionKind.Bf16, "2 bytes per weight"),
        new("fp16", PrecisionKind.Fp16, "2 bytes per weight"),
        new("fp8", PrecisionKind.Fp8, "1 byte per weight plus a scale per block or channel"),
        new("int8", PrecisionKind.Int8, "1 byte per weight plus a scale per channel"),
        new("int4", PrecisionKind.Int4, "0.5 bytes per weight plus scales per group (AWQ, GPTQ)"),
        new("nvfp4", PrecisionKind.Nvfp4, "0.5 bytes per weight plus an FP8 scale per 16 weights"),
        new("mxfp4", PrecisionKind.Mxfp4, "0.5 bytes per weight plus an 8-bit exponent per 32 weights"),
    ];

    /// <summary>Catalogue id or alias.</summary>
    public string? Name { get; init; }

    /// <summary>Path of a Hugging Face config.json, relative to this file.</summary>
    public string? Config { get; init; }

    public ArchitectureSection? Architecture { get; init; }
    public PrecisionKind? Precision { get; init; }
    public string? Revision { get; init; }
    public string? ServedName { get; init; }
    public string? Path { get; init; }
    public bool? TrustRemoteCode { get; init; }

    /// <summary>The parameter count that the user believes the model has, in billions.</summary>
    public double? ParametersBillion { get; init; }

    public static Default<PrecisionKind> PrecisionDefault { get; } = new(PrecisionKind.Auto);
    public static Default<string> RevisionDefault { get; } = new("main");
    public static Default<bool> TrustRemoteCodeDefault { get; } = new(false);

    public static ModelSection Bind(SectionReader s) =>
        new()
        {
            Name = s.Text(
                "name",
                "Catalogue ID or alias of the model, or any name if `config` or `architecture` describes it.",
                example: "deepseek-ai/DeepSeek-R1",
                pattern: IdPattern,
                meaning: IdMeaning
            ),
            Config = s.Text(
                "config",
                "Path of a Hugging Face config.json, relative to this file, for a model outside the catalogue.",
                example: "./config.json"
            ),
            Architecture = s.OptionalSection(
                "architecture",
                "The architecture written out, with the names of config.json.",
                ArchitectureSection.Bind
            ),
            Precision = s.Choice("precision", "Number format of the weights.", Precisions, @default: PrecisionDefault, example: "auto"),
            Revision = s.Text(
                "revision",
                "Git revision of the checkpoint; pin a commit so that every node loads the same files.",
                @default: RevisionDefault,
                example: "56d4cbbb4d29f4355bab4b9a39ccb717a14ad5ad",
                pattern: IdPattern,
                meaning: "a branch, tag or commit"
            ),
            ServedName = s.Text(
                "served_name",
                "Model name that clients send in requests.",
                @default: Default.Rule("the model's name"),
                example: "deepseek-r1",
                pattern: IdPattern,
                meaning: IdMeaning
            ),
            Path = s.Text(
                "path",
                "Absolute path of the weights inside the container, if they aren't downloaded by name.",
                example: "/models/DeepSeek-R1",
                pattern: @"^/[A-Za-z0-9._/-]*$",
                meaning: "an absolute path of letters, digits, `.`, `_`, `-` and `/`"
            ),
            TrustRemoteCode = s.Boolean(
                "trust_remote_code",
                "Allows the engine to run Python code from the checkpoint.",
                @default: TrustRemoteCodeDefault,
                example: "false"
            ),
            ParametersBillion = s.Number(
                "parameters_billion",
                "Parameter count that you assume, in billions; checked against architecture and memory.",
                0.01,
                100_000,
                example: "671"
            ),
        };
}
