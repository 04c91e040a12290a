using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>Scripts and sheets for those who run the deployment.</summary>
internal sealed record OperationsSettings
{
    private const int FewestRequests = 100;
    private const int MostRequests = 10_000_000;

    /// <summary>A benchmark sends the stated rate for this time.</summary>
    private const int SecondsOfRate = 120;

    /// <summary>Without a rate each of the requests at once is followed by more.</summary>
    private const double RequestsPerSequence = 10;

    /// <summary>How long a capture of the engine's metrics lasts.</summary>
    public required Setting<TimeSpan> CaptureDuration { get; init; }

    /// <summary>Requests of a benchmark.</summary>
    public required Setting<int> BenchmarkRequests { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">Null without the section.</param>
    /// <param name="workload">The load that a benchmark imitates.</param>
    public static OperationsSettings Resolve(Decisions decided, OperationsSection? stated, Workload workload)
    {
        var requests = Math.Max((workload.RequestsPerSecond ?? 0) * SecondsOfRate, RequestsPerSequence * workload.Concurrency);
        return new OperationsSettings
        {
            CaptureDuration = decided.Of(
                "operations.capture_duration",
                stated?.CaptureDuration,
                OperationsSection.CaptureDurationDefault,
                "30 s unless stated"
            ),
            BenchmarkRequests = decided.Of(
                "operations.benchmark_requests",
                stated?.BenchmarkRequests,
                (int)Math.Clamp(requests, FewestRequests, MostRequests),
                "two minutes of the stated rate, at least 10 for each sequence"
            ),
        };
    }
}
