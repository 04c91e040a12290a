using ConfigKit.Diagnostics;
using ConfigKit.Model;
using FluentValidation;

namespace ConfigKit.Rules.Gateway;

/// <summary>Everybody who may ask may also change the model.</summary>
internal sealed class AdminRoleShared : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8020", "Admin role that others hold too", Severity.Warning)
    {
        Explanation =
            "The admin role loads and unloads LoRA adapters, which changes what the model answers to all. Named like the role for invoking or reading, every caller holds it (OWASP API5:2023, broken function level authorization).",
        Bad = GatewayExample.R1With("  roles: {invoke: llm, admin: llm}\n"),
        Good = GatewayExample.R1With("  roles: {invoke: llm, admin: llm-admin}\n"),
    };

    public AdminRoleShared()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config.Gateway)
            .Must(g =>
                g is null
                || (
                    Admin(g.Roles) != (g.Roles.Invoke ?? RolesSection.InvokeDefault)
                    && Admin(g.Roles) != (g.Roles.Read ?? RolesSection.ReadDefault)
                )
            )
            .Reports(s => new Finding(
                "gateway.roles.admin",
                $"role `{Admin(s.Deployment.Config.Gateway?.Roles)}` loads adapters and is everyday callers' too",
                "give `gateway.roles.admin` a name of its own"
            ));

    private static string Admin(RolesSection? roles) => roles?.Admin ?? RolesSection.AdminDefault;
}
