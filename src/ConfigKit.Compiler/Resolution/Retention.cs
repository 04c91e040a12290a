using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>How long logs are kept.</summary>
internal static class Retention
{
    /// <summary>A file holds a day and is deleted by a daily run, so a line may outlive its limit by two days.</summary>
    public const int DaysOfRotation = 2;

    /// <summary>Envoy's access log can't hold a request body.</summary>
    public static bool CanLogPrompts(GatewaySection gateway) =>
        gateway.Implementations.IsDefaultOrEmpty || gateway.Implementations.Contains(GatewayKind.Nginx);
}
