using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>Which tokens the gateway takes. Null or empty: not stated, which a rule refuses.</summary>
internal sealed record JwtSettings
{
    /// <summary>The `iss` that tokens must have.</summary>
    public string? Issuer { get; init; }

    /// <summary>The `aud` of which tokens must have one.</summary>
    public required ImmutableArray<string> Audiences { get; init; }

    /// <summary>Where the issuer publishes its signing keys.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Claim with the roles; dots lead into objects.</summary>
    public required Setting<string> RolesClaim { get; init; }

    /// <summary>nginx: service that checks the token of a request.</summary>
    public required Setting<string> VerifierUrl { get; init; }

    public static JwtSettings Resolve(Decisions decided, JwtSection stated) =>
        new()
        {
            Issuer = stated.Issuer,
            Audiences = stated.Audiences.IsDefault ? [] : stated.Audiences,
            JwksUri = stated.JwksUri,
            RolesClaim = decided.Of(
                "gateway.jwt.roles_claim",
                stated.RolesClaim,
                JwtSection.RolesClaimDefault,
                "the usual claim unless stated"
            ),
            VerifierUrl = decided.Of(
                "gateway.jwt.verifier_url",
                stated.VerifierUrl,
                JwtSection.VerifierUrlDefault,
                "oauth2-proxy on the same host"
            ),
        };
}
