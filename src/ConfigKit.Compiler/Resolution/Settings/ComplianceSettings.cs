using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>Which logs are kept, where and for how long.</summary>
internal sealed record ComplianceSettings
{
    /// <summary>A file holds a day and is deleted by a daily run, so a line may outlive its limit by two days.</summary>
    public const int DaysOfRotation = 2;

    /// <summary>How long inference logs are kept.</summary>
    public required Setting<TimeSpan> LogRetention { get; init; }

    /// <summary>After how long inference logs must be gone; null: nothing beyond <see cref="LogRetention"/> is asked.</summary>
    public TimeSpan? MaxRetention { get; init; }

    /// <summary>Whether request bodies are written to a log of their own.</summary>
    public required Setting<bool> LogPrompts { get; init; }

    public required Setting<TimeSpan> PromptRetention { get; init; }

    /// <summary>Loki that Fluent Bit sends the logs to.</summary>
    public required Setting<string> LokiUrl { get; init; }

    /// <summary>File of the gateway's access log, which holds no prompts; where it would lie without a gateway too.</summary>
    public required Setting<string> AccessLog { get; init; }

    /// <summary>File of the prompts, beside the access log; null where none is written: not asked for, or no proxy that can.</summary>
    public string? PromptLog { get; init; }

    public required ProcessingRecord Record { get; init; }

    /// <summary>Whole days, at least one, of a span.</summary>
    public static int Days(TimeSpan span) => Math.Max(1, (int)Math.Ceiling(span.TotalDays));

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">Null without the section.</param>
    /// <param name="gateway">Null without a gateway.</param>
    public static ComplianceSettings Resolve(Decisions decided, ComplianceSection? stated, GatewaySettings? gateway)
    {
        var logsPrompts = decided.Of("compliance.log_prompts", stated?.LogPrompts, ComplianceSection.LogPromptsDefault, "off by default");
        return new ComplianceSettings
        {
            LogRetention = decided.Of(
                "compliance.log_retention",
                stated?.LogRetention,
                ComplianceSection.LogRetentionDefault,
                "six months"
            ),
            MaxRetention = stated?.MaxRetention,
            LogPrompts = logsPrompts,
            PromptRetention = decided.Of(
                "compliance.prompt_retention",
                stated?.PromptRetention,
                ComplianceSection.PromptRetentionDefault,
                "30 days unless stated"
            ),
            LokiUrl = decided.Of("compliance.loki_url", stated?.LokiUrl, ComplianceSection.LokiUrlDefault, "Loki on the same host"),
            AccessLog = gateway?.AccessLog ?? GatewaySettings.Log(null),
            PromptLog = logsPrompts && gateway is { CanLogPrompts: true } ? PromptLogBeside(gateway.AccessLog) : null,
            Record = ProcessingRecord.Resolve(stated),
        };
    }

    private static string PromptLogBeside(string accessLog)
    {
        const string Extension = ".log";
        var stem = accessLog.EndsWith(Extension, StringComparison.Ordinal) ? accessLog[..^Extension.Length] : accessLog;
        return stem + "-prompts.log";
    }
}
