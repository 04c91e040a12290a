using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Targets.Gateway;
using ConfigKit.Text;

namespace ConfigKit.Targets.Compliance;

/// <summary>Decides how long which log is kept, and where it goes.</summary>
internal static class CompliancePlanner
{
    private const int Margin = 6;

    /// <summary>Loki takes no shorter period; zero would keep everything forever.</summary>
    private const long ShortestHours = 24;

    public static CompliancePlan Of(Deployment d, GatewayPlan? gateway)
    {
        var stated = d.Config.Compliance ?? new ComplianceSection();
        var access = d.Config.Gateway?.AccessLog ?? GatewaySection.AccessLogDefault;
        var kept = Days(stated.LogRetention ?? ComplianceSection.LogRetentionDefault);
        var longest = stated.MaxRetention is { } max ? Math.Max(1, (int)max.TotalDays - Retention.DaysOfRotation) : kept + Margin;
        var prompts = Days(stated.PromptRetention ?? ComplianceSection.PromptRetentionDefault);
        var loki = WebAddress.Of(stated.LokiUrl ?? ComplianceSection.LokiUrlDefault);
        return new CompliancePlan
        {
            Stated = stated,
            Access = Log("access", access, stated.LogRetention ?? ComplianceSection.LogRetentionDefault, longest, 64 * Quantity.KiB),
            Prompts = PromptLog(d) is { } path
                ? Log(
                    "prompts",
                    path,
                    stated.PromptRetention ?? ComplianceSection.PromptRetentionDefault,
                    prompts,
                    2 * (gateway?.MaxRequestBytes ?? Quantity.MiB)
                )
                : null,
            LokiHost = loki.Host,
            LokiPort = loki.Port,
            IsLokiTls = loki.IsTls,
        };
    }

    /// <summary>Beside the access log; null where prompts are not logged, or the proxy can't.</summary>
    public static string? PromptLog(Deployment d)
    {
        if (d.Config.Compliance?.LogPrompts != true || d.Config.Gateway is not { } gateway || !Retention.CanLogPrompts(gateway))
        {
            return null;
        }

        var access = gateway.AccessLog ?? GatewaySection.AccessLogDefault;
        var stem = access.EndsWith(".log", StringComparison.Ordinal) ? access[..^".log".Length] : access;
        return stem + "-prompts.log";
    }

    private static LogPlan Log(string kind, string path, TimeSpan kept, int days, long line) =>
        new(kind, path, Math.Max(ShortestHours, (long)Math.Ceiling(kept.TotalHours)), days, days + Margin, line);

    private static int Days(TimeSpan span) => Math.Max(1, (int)Math.Ceiling(span.TotalDays));
}
