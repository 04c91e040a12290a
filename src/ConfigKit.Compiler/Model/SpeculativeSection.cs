using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How tokens are drafted.</summary>
internal enum SpeculativeMethod
{
    Mtp,
    Dspark,
    Eagle,
    Ngram,
}

/// <summary>Speculative decoding.</summary>
internal sealed record SpeculativeSection
{
    public static ImmutableArray<Choice<SpeculativeMethod>> Methods { get; } =
    [
        new("mtp", SpeculativeMethod.Mtp, "the checkpoint's multi-token prediction layer"),
        new("dspark", SpeculativeMethod.Dspark, "the DSpark draft model included in V4 checkpoints since 0731"),
        new("eagle", SpeculativeMethod.Eagle, "an EAGLE draft head"),
        new("ngram", SpeculativeMethod.Ngram, "copies from the prompt, without draft weights"),
    ];

    public SpeculativeMethod? Method { get; init; }
    public int? NumTokens { get; init; }
    public string? Model { get; init; }

    public static Default<SpeculativeMethod> MethodDefault { get; } = new(SpeculativeMethod.Mtp);
    public static Default<int> NumTokensDefault { get; } = new(1);

    public static SpeculativeSection Bind(SectionReader s) =>
        new()
        {
            Method = s.Choice("method", "How tokens are drafted.", Methods, @default: MethodDefault, example: "mtp"),
            NumTokens = s.Integer(
                "num_tokens",
                "Tokens drafted per step; DSpark's default is the block of its checkpoint.",
                1,
                64,
                @default: NumTokensDefault,
                example: "1"
            ),
            Model = s.Text(
                "model",
                "EAGLE: the draft model.",
                example: "lmsys/DeepSeek-R1-NextN",
                pattern: @"^[A-Za-z0-9/][A-Za-z0-9._/-]{0,199}$",
                meaning: "a model id or an absolute path"
            ),
        };
}
