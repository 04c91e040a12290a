using ConfigKit.Model;
using ConfigKit.Rules.Gateway;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>The gateway before the engine.</summary>
internal sealed class GatewayValidator : AbstractValidator<GatewaySection>
{
    public GatewayValidator()
    {
        RuleFor(g => g.Jwt).SetValidator(new JwtValidator());
        RuleFor(g => g.Roles).SetValidator(new RolesValidator());
    }
}

/// <summary>How tokens are checked.</summary>
internal sealed class JwtValidator : AbstractValidator<JwtSection>
{
    private const string Message = "`{PropertyName}` uses plain HTTP to {Host}";
    private const string Help = "use an `https://` address";

    public JwtValidator()
    {
        RuleFor(j => j.JwksUri)
            .Must(url => url is null || !KeysOverPlainHttp.IsOpen(url, mayBeInCluster: false))
            .Reports(KeysOverPlainHttp.Fault, Message, Help, ("Host", (_, url) => WebAddress.Of(url ?? "").Host));
        RuleFor(j => j.VerifierUrl)
            .Must(url => url is null || !KeysOverPlainHttp.IsOpen(url, mayBeInCluster: true))
            .Reports(KeysOverPlainHttp.Fault, Message, Help, ("Host", (_, url) => WebAddress.Of(url ?? "").Host));
    }
}

/// <summary>What callers may do.</summary>
internal sealed class RolesValidator : AbstractValidator<RolesSection>
{
    public RolesValidator() =>
        RuleFor(r => r.Admin)
            .Must((roles, _) => !AdminRoleShared.IsShared(roles))
            .Reports(
                AdminRoleShared.Fault,
                "role `{Role}` may load adapters and is also given to ordinary callers",
                "give `gateway.roles.admin` its own name",
                ("Role", (roles, _) => AdminRoleShared.Admin(roles))
            );
}
