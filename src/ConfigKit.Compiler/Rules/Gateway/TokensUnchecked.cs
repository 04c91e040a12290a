using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Gateway;

/// <summary>A gateway that can't tell a good token from another.</summary>
internal sealed class TokensUnchecked() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8010", "Gateway can't verify tokens", Severity.Error)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "A gateway needs `gateway.jwt.issuer`, `gateway.jwt.audiences` and `gateway.jwt.jwks_uri`. None of them has a "
                + "default.",
            Why =
                "Without an issuer nobody knows who signed a token; without an audience, a token that the same issuer gave for "
                + "another service is accepted here; without the key address no signature can be verified.",
            Fix =
                "Set the missing keys to the values of your identity provider. Issuer and key address are in its "
                + "`/.well-known/openid-configuration`.",
            References =
            [
                new("RFC 7519: JSON Web Token", "https://www.rfc-editor.org/rfc/rfc7519"),
                new("RFC 8725: JSON Web Token Best Current Practices", "https://www.rfc-editor.org/rfc/rfc8725"),
            ],
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
                $"the gateway can't verify tokens without {string.Join(", ", missing)}",
                $"set {missing[0]} to your identity provider's value"
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
