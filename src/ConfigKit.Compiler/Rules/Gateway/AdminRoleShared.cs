using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Gateway;

/// <summary>Everybody who may ask may also change the model.</summary>
internal sealed class AdminRoleShared() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8020", "Admin role that others hold too", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "The admin role loads and unloads LoRA adapters, which changes what the model answers to all. Named like the role "
                + "for invoking or reading, every caller holds it (OWASP API5:2023, broken function level authorization).",
        },
        Bad = GatewayExample.R1With("  roles: {invoke: llm, admin: llm}\n"),
        Good = GatewayExample.R1With("  roles: {invoke: llm, admin: llm-admin}\n"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Gateway?.Roles is not { } roles)
        {
            yield break;
        }

        var admin = roles.Admin.Value;
        if (admin == roles.Invoke.Value || admin == roles.Read.Value)
        {
            yield return new Finding(
                "gateway.roles.admin",
                $"role `{admin}` loads adapters and is everyday callers' too",
                "give `gateway.roles.admin` a name of its own"
            );
        }
    }
}
