using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Which tokens are taken.</summary>
internal sealed record JwtSection
{
    private const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9._~:/-]{0,255}$";
    private const string NameMeaning = "a name or address of letters, digits and `._~:/-`";

    public string? Issuer { get; init; }
    public ImmutableArray<string> Audiences { get; init; }
    public string? JwksUri { get; init; }
    public string? RolesClaim { get; init; }
    public string? VerifierUrl { get; init; }

    public static Default<string> RolesClaimDefault { get; } = new("roles");
    public static Default<string> VerifierUrlDefault { get; } = new("http://127.0.0.1:4180/oauth2/auth");

    public static JwtSection Bind(SectionReader s) =>
        new()
        {
            Issuer = s.Text(
                "issuer",
                "Required `iss` claim of a token.",
                example: "https://id.example.com/realms/llm",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Audiences = s.Texts(
                "audiences",
                "Accepted `aud` claims; a token needs one of them.",
                example: "[deepseek]",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            JwksUri = s.Text(
                "jwks_uri",
                "Where the issuer publishes its signing keys.",
                example: "https://id.example.com/realms/llm/protocol/openid-connect/certs",
                pattern: WebAddressPatterns.UrlPattern,
                meaning: WebAddressPatterns.UrlMeaning
            ),
            RolesClaim = s.Text(
                "roles_claim",
                "Claim with the roles, a list or space-separated words; dots lead into nested objects, except in a claim name that is a URL.",
                @default: RolesClaimDefault,
                example: "realm_access.roles",
                pattern: "^[A-Za-z0-9_]([A-Za-z0-9_.:/-]{0,254}[A-Za-z0-9_-])?$",
                meaning: "a claim name such as roles or realm_access.roles"
            ),
            VerifierUrl = s.Text(
                "verifier_url",
                "nginx: service that verifies the token of a request; it responds with 2xx, "
                    + "and subject and roles in X-Auth-Request-User and X-Auth-Request-Groups, or with 401.",
                @default: VerifierUrlDefault,
                example: "http://127.0.0.1:4180/oauth2/auth",
                pattern: WebAddressPatterns.UrlPattern,
                meaning: WebAddressPatterns.UrlMeaning
            ),
        };
}
