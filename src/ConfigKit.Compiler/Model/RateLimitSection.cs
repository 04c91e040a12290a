using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How much may be asked at once.</summary>
internal sealed record RateLimitSection
{
    public double? RequestsPerSecond { get; init; }
    public int? Burst { get; init; }
    public int? Connections { get; init; }

    public static Default<double> RequestsPerSecondDefault { get; } = new(10, "workload.requests_per_second, else {0}");

    public static RateLimitSection Bind(SectionReader s) =>
        new()
        {
            RequestsPerSecond = s.Number(
                "requests_per_second",
                "Requests per second per caller (the token's subject).",
                0.02,
                100_000,
                @default: RequestsPerSecondDefault,
                example: "2"
            ),
            Burst = s.Integer(
                "burst",
                "Requests that a caller may send at once beyond that rate.",
                1,
                1_000_000,
                @default: Default.Rule("four seconds' worth"),
                example: "20"
            ),
            Connections = s.Integer(
                "connections",
                "Concurrent requests or connections of all clients together.",
                1,
                1_000_000,
                @default: Default.Rule("twice the number of sequences that the engines run at once, at least 100"),
                example: "1000"
            ),
        };
}
