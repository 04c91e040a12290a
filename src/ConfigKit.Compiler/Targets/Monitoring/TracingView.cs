using ConfigKit.Model;
using Scriban.Runtime;

namespace ConfigKit.Targets.Monitoring;

/// <summary>Where traces go, as templates see it; null where none are sent.</summary>
internal static class TracingView
{
    public static ScriptObject? Of(DeploymentPlan p)
    {
        if (p.Deployment.Config.Observability.Tracing is not { OtlpEndpoint: { } endpoint } tracing)
        {
            return null;
        }

        var port = Tracing.PortOf(endpoint);
        return new ScriptObject
        {
            ["port"] = port,
            ["is_http"] = tracing.Protocol == TracingProtocol.Http,
            ["listen"] = $"0.0.0.0:{port}",
            ["backend"] = tracing.Backend is { } backend ? Tracing.HostOf(backend) + ":" + Tracing.PortOf(backend) : "",
            ["backend_insecure"] = tracing.Backend?.StartsWith("http:", StringComparison.Ordinal) == true,
        };
    }
}
