using ConfigKit.Targets.Gateway;

namespace ConfigKit.Targets.Compliance;

/// <summary>Record keeping, all decided.</summary>
internal sealed record CompliancePlan
{
    public required DeploymentPlan Deployment { get; init; }

    /// <summary>Who may ask; null where no gateway is stated.</summary>
    public GatewayPlan? Gateway { get; init; }

    public required LogPlan Access { get; init; }

    /// <summary>The log of request bodies, or null where prompts are not logged.</summary>
    public LogPlan? Prompts { get; init; }

    public required string LokiHost { get; init; }
    public required int LokiPort { get; init; }

    /// <summary>Port on which Loki itself listens.</summary>
    public required int LokiListenPort { get; init; }

    public required bool IsLokiTls { get; init; }
}

/// <summary>One log: where it lies and how long its lines are kept.</summary>
/// <param name="Kind">The stream's label in Loki.</param>
/// <param name="Hours">How long Loki keeps a line.</param>
/// <param name="Days">After how many days a rotated file is deleted.</param>
/// <param name="Files">Rotated files that may lie there; more than days, so that an extra rotation deletes nothing early.</param>
/// <param name="LineBytes">Longest line.</param>
internal sealed record LogPlan(string Kind, string Path, long Hours, int Days, int Files, long LineBytes);
