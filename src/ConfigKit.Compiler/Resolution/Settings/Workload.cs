using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>What the deployment must bear. Null: the user asks nothing of the kind.</summary>
internal sealed record Workload
{
    private const int AssumedPrompt = 1024;

    /// <summary>Requests per second of all users.</summary>
    public double? RequestsPerSecond { get; init; }

    public int? InputTokens { get; init; }
    public int? OutputTokens { get; init; }

    /// <summary>Requests that are answered at the same time; their number decides how fast each is.</summary>
    public required Setting<int> Concurrency { get; init; }

    /// <summary>Tokens of a prompt with which speed is estimated: <see cref="InputTokens"/>, else an assumed one.</summary>
    public required Setting<int> PromptTokens { get; init; }

    /// <summary>Tokens of an answer with which speed is estimated: <see cref="OutputTokens"/>, else none.</summary>
    public required Setting<int> AnswerTokens { get; init; }

    /// <summary>Output tokens per second that each user must see.</summary>
    public double? TokensPerSecondPerUser { get; init; }

    /// <summary>Output tokens per second of all replicas.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Null: a tenth of the time that a request takes, which only the estimate knows.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Share of requests, below 1, for which <see cref="TimeToFirstToken"/> holds.</summary>
    public required Setting<double> Percentile { get; init; }

    /// <summary>Mean time of a request in its slot; null: as the estimate bounds it.</summary>
    public TimeSpan? ProcessingTime { get; init; }

    /// <summary>Replicas that share the load, before anything scales them: see <see cref="ReplicaCounts"/> for those that run.</summary>
    public required Setting<int> Replicas { get; init; }

    /// <summary>Longest time that loading the weights may take.</summary>
    public TimeSpan? LoadTime { get; init; }

    /// <summary>Tokens that a decode step gives with speculation; unless stated the most that it can, for a bound on speed.</summary>
    public required Setting<double> AcceptanceLength { get; init; }

    /// <summary>Tokens that a decode step gives for certain: as stated, else one.</summary>
    public double CertainAcceptanceLength => AcceptanceLength.IsStated ? AcceptanceLength : WorkloadSection.AcceptanceLengthDefault;

    /// <summary>Prompt and answer of a request, as far as they are stated.</summary>
    public long StatedRequestTokens => (InputTokens ?? 0) + (long)(OutputTokens ?? 0);

    public static Workload Resolve(Decisions decided, WorkloadSection stated, ServingSettings serving) =>
        new()
        {
            RequestsPerSecond = stated.RequestsPerSecond,
            InputTokens = stated.InputTokens,
            OutputTokens = stated.OutputTokens,
            Concurrency = decided.Of("workload.concurrency", stated.Concurrency, 1, "one request at a time unless stated"),
            PromptTokens = decided.Of("workload.input_tokens", stated.InputTokens, AssumedPrompt, "a prompt of 1,024 tokens unless stated"),
            AnswerTokens = decided.Of("workload.output_tokens", stated.OutputTokens, 0, "at the first token unless stated"),
            TokensPerSecondPerUser = stated.TokensPerSecondPerUser,
            TokensPerSecond = stated.TokensPerSecond,
            TimeToFirstToken = stated.TimeToFirstToken,
            Percentile = decided.Of(
                "workload.percentile",
                stated.Percentile,
                WorkloadSection.PercentileDefault,
                FormattableString.Invariant($"{100 * WorkloadSection.PercentileDefault.Value} of 100 requests unless stated")
            ),
            ProcessingTime = stated.ProcessingTime,
            Replicas = decided.Of("workload.replicas", stated.Replicas, WorkloadSection.ReplicasDefault, "one unless stated"),
            LoadTime = stated.LoadTime,
            AcceptanceLength = serving.SpeculativeMethod is null
                ? decided.Of(
                    "workload.acceptance_length",
                    stated.AcceptanceLength,
                    WorkloadSection.AcceptanceLengthDefault,
                    "one token a step without speculation"
                )
                : decided.Of(
                    "workload.acceptance_length",
                    stated.AcceptanceLength,
                    1 + serving.SpeculativeTokens,
                    "every drafted token is accepted, at best"
                ),
        };
}
