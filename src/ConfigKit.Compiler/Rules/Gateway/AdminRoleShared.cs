using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Gateway;

/// <summary>Everybody who may ask may also change the model.</summary>
internal static class AdminRoleShared
{
    public static readonly DiagnosticDescriptor Fault = new("CK8020", "Admin role shared with ordinary callers", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks = "`gateway.roles.admin` is compared with `gateway.roles.invoke` and `gateway.roles.read`.",
            Why =
                "The admin role may load and unload LoRA adapters, which changes what the model answers to everyone. Under the "
                + "same name as another role, every caller has it.",
            Fix = "Give `gateway.roles.admin` its own name and grant it in the identity provider to operators only.",
            References =
            [
                new(
                    "OWASP API5:2023 Broken Function Level Authorization",
                    "https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/"
                ),
            ],
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
