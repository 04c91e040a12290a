using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Compliance;

/// <summary>Prompts are to be logged where nothing logs them.</summary>
internal sealed class PromptsNotLogged() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8024", "Envoy can't log prompts", Severity.Warning)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks = "`compliance.log_prompts` is on and `gateway.implementations` is `[envoy]`.",
            Why =
                "Envoy's access log has no operator for the request body, while nginx has `$request_body`, so no prompt would be "
                + "logged. With both proxies, only prompts that pass through nginx are logged.",
            Fix = "Set `gateway.implementations: [nginx]`, or remove `compliance.log_prompts`.",
            References =
            [
                new(
                    "Envoy: access log operators",
                    "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage"
                ),
            ],
        },
        Bad = Rules.Gateway.GatewayExample.R1With("  implementations: [envoy]\ncompliance: {log_prompts: true}\n"),
        Good = Rules.Gateway.GatewayExample.R1With("  implementations: [nginx]\ncompliance: {log_prompts: true}\n"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Compliance.LogPrompts && s.Deployment.Gateway is { CanLogPrompts: false })
        {
            yield return new Finding(
                "compliance.log_prompts",
                "`log_prompts` is on, but Envoy logs no request bodies",
                "set `gateway.implementations: [nginx]`, or remove `compliance.log_prompts`"
            );
        }
    }
}
