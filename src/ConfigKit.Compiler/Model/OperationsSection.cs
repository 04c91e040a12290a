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
                "How long `capture.sh` watches; at least a second.",
                @default: CaptureDurationDefault,
                example: "30s"
            ),
            BenchmarkRequests = s.Integer(
                "benchmark_requests",
                "Requests that `bench.sh` sends.",
                1,
                10_000_000,
                @default: Default.Rule("two minutes of the stated rate, at least 10 for each of the workload's sequences"),
                example: "1000"
            ),
        };
}
