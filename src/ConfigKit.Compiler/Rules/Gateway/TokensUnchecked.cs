using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Gateway;

/// <summary>A gateway that can't tell a good token from another.</summary>
internal sealed class TokensUnchecked() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8010", "Gateway that does not know which tokens to take", Severity.Error)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "A token is checked against its issuer, its audience and the issuer's keys (RFC 7519, RFC 8725). Without an issuer "
                + "nothing is known of who signed it; without an audience a token that the same issuer gave for another service opens "
                + "this one; without the address of the keys no signature can be checked. There is no default for any of them.",
        },
        Bad = Examples.R1OnH200 + "security: {api_key: \"${env:VLLM_API_KEY}\"}\ngateway:\n  jwt: {issuer: \"https://id.example.com\"}\n",
        Good = GatewayExample.R1With(""),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var missing = Missing(s.Deployment);
        if (missing.Length > 0)
        {
            yield return new Finding(
                "gateway.jwt",
                $"the gateway checks no token without {string.Join(", ", missing)}",
                $"state {missing[0]}, as your identity provider names it"
            );
        }
    }

    private static string[] Missing(Deployment d)
    {
        if (d.Gateway is null && !d.Targets.Names(TargetNames.Gateway))
        {
            return [];
        }

        var jwt = d.Gateway?.Jwt;
        (string Key, bool IsMissing)[] needs =
        [
            ("issuer", jwt?.Issuer is null),
            ("audiences", jwt is null or { Audiences.IsEmpty: true }),
            ("jwks_uri", jwt?.JwksUri is null),
        ];
        return [.. needs.Where(n => n.IsMissing).Select(n => $"`gateway.jwt.{n.Key}`")];
    }
}
