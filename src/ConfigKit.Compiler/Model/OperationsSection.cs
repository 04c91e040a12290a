using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Scripts and sheets for those who run the deployment.</summary>
internal sealed record OperationsSection
{
    public TimeSpan? CaptureDuration { get; init; }
    public int? BenchmarkRequests { get; init; }

    public static Default<TimeSpan> CaptureDurationDefault { get; } = new(TimeSpan.FromSeconds(30));

    public static OperationsSection Bind(SectionReader s) =>
        new()
        {
            CaptureDuration = s.Duration(
                "capture_duration",
                "How long `capture.sh` records; at least one second.",
                @default: CaptureDurationDefault,
                example: "30s"
            ),
            BenchmarkRequests = s.Integer(
                "benchmark_requests",
                "Requests that `bench.sh` sends.",
                1,
                10_000_000,
                @default: Default.Rule("two minutes at workload.requests_per_second, at least 10 per concurrent sequence"),
                example: "1000"
            ),
        };
}
