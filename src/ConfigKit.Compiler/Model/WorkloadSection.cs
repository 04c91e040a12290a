using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>What the deployment must bear.</summary>
internal sealed record WorkloadSection
{
    public double? RequestsPerSecond { get; init; }
    public int? InputTokens { get; init; }
    public int? OutputTokens { get; init; }
    public int? Concurrency { get; init; }

    /// <summary>Output tokens per second that one user sees.</summary>
    public double? TokensPerSecondPerUser { get; init; }

    /// <summary>Output tokens per second of the whole deployment.</summary>
    public double? TokensPerSecond { get; init; }

    public TimeSpan? TimeToFirstToken { get; init; }
    public double? Percentile { get; init; }
    public TimeSpan? ProcessingTime { get; init; }
    public int? Replicas { get; init; }
    public TimeSpan? LoadTime { get; init; }
    public double? AcceptanceLength { get; init; }

    public static Default<double> PercentileDefault { get; } = new(0.95);
    public static Default<int> ReplicasDefault { get; } = new(1);
    public static Default<double> AcceptanceLengthDefault { get; } = new(1);

    public static WorkloadSection Bind(SectionReader s) =>
        new()
        {
            RequestsPerSecond = s.Number("requests_per_second", "Average arrival rate of requests per second.", 0, 1_000_000, example: "2"),
            InputTokens = s.Integer("input_tokens", "Average prompt length in tokens.", 1, 100_000_000, example: "2000"),
            OutputTokens = s.Integer("output_tokens", "Average output length in tokens.", 1, 100_000_000, example: "500"),
            Concurrency = s.Integer(
                "concurrency",
                "Sequences decoded concurrently.",
                1,
                1_000_000,
                @default: Default.Rule("computed from the arrival rate"),
                example: "32"
            ),
            TokensPerSecondPerUser = s.Number(
                "tokens_per_second_per_user",
                "Output rate that each user must get, in tokens/s.",
                0.001,
                100_000,
                example: "20"
            ),
            TokensPerSecond = s.Number(
                "tokens_per_second",
                "Output rate of the whole deployment, in tokens/s.",
                0.001,
                1_000_000_000,
                example: "2000"
            ),
            TimeToFirstToken = s.Duration("time_to_first_token", "Maximum time to the first token.", example: "2s"),
            Percentile = s.Number(
                "percentile",
                "Share of requests that must meet time_to_first_token.",
                0.5,
                0.9999,
                @default: PercentileDefault,
                example: "0.95"
            ),
            ProcessingTime = s.Duration(
                "processing_time",
                "Measured average time of a request once it runs.",
                @default: Default.Rule("the roofline bound"),
                example: "12s"
            ),
            Replicas = s.Integer("replicas", "Number of replicas.", 1, 100_000, @default: ReplicasDefault, example: "2"),
            LoadTime = s.Duration("load_time", "Maximum time from start to ready.", example: "15m"),
            AcceptanceLength = s.Number(
                "acceptance_length",
                "Measured average number of tokens per speculative step.",
                1,
                64,
                @default: AcceptanceLengthDefault,
                example: "1.8"
            ),
        };
}
