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

    public static RoleNames Resolve(RolesSection stated) =>
        new()
        {
            Invoke = Setting.Of(stated.Invoke, "inference.invoke", "a role of its own"),
            Read = Setting.Of(stated.Read, "inference.read", "a role of its own"),
            Admin = Setting.Of(stated.Admin, "inference.admin", "a role of its own"),
        };
}
