namespace ConfigKit.Engines;

/// <summary>Names of the engine's own metrics; empty where it has none.</summary>
internal sealed record EngineMetrics(
    string Running,
    string Waiting,
    string CacheUsage,
    string FirstToken,
    string NextToken,
    string Generated,
    string Preemptions
);
