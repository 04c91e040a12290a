using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Gateway;

/// <summary>Everybody who may ask may also change the model.</summary>
internal static class AdminRoleShared
{
    public static readonly DiagnosticDescriptor Fault = new("CK8020", "Admin role that others hold too", Severity.Warning)
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

    /// <summary>The role that loads adapters.</summary>
    public static string Admin(RolesSection roles) => RoleNames.Resolve(new Decisions(), roles).Admin;

    /// <summary>Whether everyday callers hold it too.</summary>
    public static bool IsShared(RolesSection roles)
    {
        var names = RoleNames.Resolve(new Decisions(), roles);
        return names.Admin.Value == names.Invoke.Value || names.Admin.Value == names.Read.Value;
    }
}
