using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Gateway;

/// <summary>An engine that answers whoever gets past the gateway.</summary>
internal sealed class EngineWithoutKey() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8012", "Engine behind the gateway needs no API key", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks = "A gateway is configured and `security.api_key` is not set.",
            Why =
                "Tokens, roles and limits apply only to requests that pass through the gateway. The engine listens on its whole "
                + "host or namespace: without a key, any process or pod there can call it directly, with no token and no log entry.",
            Fix =
                "Set `security.api_key` to a reference such as `${env:VLLM_API_KEY}`: the gateway adds the key and clients never "
                + "see it. The key doesn't protect every path of vLLM (`/metrics`, `/invocations` and others stay open), so "
                + "restrict access to the port as well.",
            References = [new("vLLM: security", "https://docs.vllm.ai/en/v0.27.0/usage/security/")],
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
                "the engine requires no API key, so anyone who can reach its port bypasses the gateway",
                "set `security.api_key: ${env:VLLM_API_KEY}`"
            );
        }
    }
}
