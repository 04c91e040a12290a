using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The role that each group of paths needs.</summary>
internal sealed record RolesSection
{
    private const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$";
    private const string NameMeaning = "a role of letters, digits and `._:/-`";

    public string? Invoke { get; init; }
    public string? Read { get; init; }
    public string? Admin { get; init; }

    public static Default<string> InvokeDefault { get; } = new("inference.invoke");
    public static Default<string> ReadDefault { get; } = new("inference.read");
    public static Default<string> AdminDefault { get; } = new("inference.admin");

    public static RolesSection Bind(SectionReader s) =>
        new()
        {
            Invoke = s.Text(
                "invoke",
                "Role for completions, chat, embeddings and responses.",
                @default: InvokeDefault,
                example: "inference.invoke",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Read = s.Text(
                "read",
                "Role for the list of models.",
                @default: ReadDefault,
                example: "inference.read",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Admin = s.Text(
                "admin",
                "Role for loading and unloading LoRA adapters.",
                @default: AdminDefault,
                example: "inference.admin",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
        };
}
