using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The role that each group of paths needs.</summary>
internal sealed record RoleNames
{
    /// <summary>For completions, chat, embeddings and responses.</summary>
    public required Setting<string> Invoke { get; init; }

    /// <summary>For the list of models.</summary>
    public required Setting<string> Read { get; init; }

    /// <summary>For loading and unloading LoRA adapters.</summary>
    public required Setting<string> Admin { get; init; }

    public static RoleNames Resolve(Decisions decided, RolesSection stated) =>
        new()
        {
            Invoke = decided.Of("gateway.roles.invoke", stated.Invoke, RolesSection.InvokeDefault, "a role of its own"),
            Read = decided.Of("gateway.roles.read", stated.Read, RolesSection.ReadDefault, "a role of its own"),
            Admin = decided.Of("gateway.roles.admin", stated.Admin, RolesSection.AdminDefault, "a role of its own"),
        };
}
