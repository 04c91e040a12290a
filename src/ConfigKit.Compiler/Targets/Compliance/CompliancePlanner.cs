using ConfigKit.Resolution.Settings;
using ConfigKit.Targets.Gateway;
using ConfigKit.Text;

namespace ConfigKit.Targets.Compliance;

/// <summary>Decides how long which log is kept, and where it goes.</summary>
internal static class CompliancePlanner
{
    private const int Margin = 6;

    /// <summary>Loki takes no shorter period; zero would keep everything forever.</summary>
    private const long ShortestHours = 24;

    private const long AccessLineBytes = 64 * Quantity.KiB;

    /// <summary>Where Loki itself listens behind what ends TLS.</summary>
    private const int LokiPort = 3100;

    public static CompliancePlan Plan(DeploymentPlan p, GatewayPlan? gateway)
    {
        var c = p.Deployment.Compliance;
        var longest = c.MaxRetention is { } max
            ? Math.Max(1, (int)max.TotalDays - ComplianceSettings.DaysOfRotation)
            : ComplianceSettings.Days(c.LogRetention) + Margin;
        var loki = WebAddress.Of(c.LokiUrl);
        return new CompliancePlan
        {
            Deployment = p,
            Gateway = gateway,
            Access = Log("access", c.AccessLog, c.LogRetention, longest, AccessLineBytes),
            Prompts = gateway?.PromptLog is { } path
                ? Log("prompts", path, c.PromptRetention, ComplianceSettings.Days(c.PromptRetention), 2 * gateway.MaxRequestBytes)
                : null,
            LokiHost = loki.Host,
            LokiPort = loki.Port,
            LokiListenPort = ListenPort(loki),
            IsLokiTls = loki.IsTls,
        };
    }

    /// <summary>What ends TLS before Loki takes the stated port; Loki itself keeps its own.</summary>
    public static int ListenPort(WebAddress loki) => loki.IsTls ? LokiPort : loki.Port;

    private static LogPlan Log(string kind, string path, TimeSpan kept, int days, long line) =>
        new(kind, path, Math.Max(ShortestHours, (long)Math.Ceiling(kept.TotalHours)), days, days + Margin, line);
}
