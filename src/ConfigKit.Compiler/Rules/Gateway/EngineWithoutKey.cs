using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Gateway;

/// <summary>An engine that answers whoever gets past the gateway.</summary>
internal sealed class EngineWithoutKey() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8012", "Engine without a key behind the gateway", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "Tokens, roles and limits hold for what passes the gateway. The engine itself listens to all of its host or "
                + "namespace; without `security.api_key` any process or pod there calls it directly, without a token and without a "
                + "trace in the log. With a key the gateway alone can call `/v1`: it adds the key, clients never see it. The key does "
                + "not cover every path of vLLM (`/metrics`, `/invocations` and others stay open), so the port must be closed to "
                + "others all the same.",
        },
        Bad = GatewayExample.R1Without(""),
        Good = GatewayExample.R1With(""),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Gateway is not null && s.Deployment.Security.ApiKey is null)
        {
            yield return new Finding(
                "gateway",
                "the engine behind the gateway asks for no key: who reaches its port needs no token",
                "set `security.api_key: ${env:VLLM_API_KEY}`"
            );
        }
    }
}
