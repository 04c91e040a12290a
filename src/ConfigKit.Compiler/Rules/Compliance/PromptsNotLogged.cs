using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Compliance;

/// <summary>Prompts are to be logged where nothing logs them.</summary>
internal sealed class PromptsNotLogged() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8024", "Prompts asked for in a log that can't hold them", Severity.Warning)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks =
                "Envoy's access log has no operator for the request body; nginx has `$request_body`. With `gateway.implementations: "
                + "[envoy]` no prompt is logged, whatever `compliance.log_prompts` says. With both, only what passes nginx is.",
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
                "log_prompts is on and Envoy logs no request bodies",
                "use nginx (`gateway.implementations: [nginx]`), or leave `compliance.log_prompts` out"
            );
        }
    }
}
