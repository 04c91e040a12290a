using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets;

/// <summary>An environment variable.</summary>
/// <param name="Comment">Why it is set; empty where the file has no room for it.</param>
internal sealed record VariableView(string Name, string Value, Comment Comment) : View
{
    public VariableView(string name, string value)
        : this(name, value, new Comment("")) { }

    public VariableView(EnvironmentVariable variable)
        : this(variable.Name, variable.Value, new Comment(variable.Comment)) { }

    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["value"] = Value,
            ["comment"] = Comment,
        };
}

/// <summary>A label by its key.</summary>
/// <param name="Value">Null takes the label away where mappings are merged.</param>
internal sealed record LabelView(string Key, string? Value) : View
{
    public override ScriptObject ToScript() => new() { ["key"] = Key, ["value"] = Value };
}

/// <summary>A variable that is filled from a secret.</summary>
/// <param name="Source">The variable or file that holds the secret.</param>
/// <param name="Reference">The variable, as Compose reads it.</param>
internal sealed record SecretView(string Variable, string Key, string Source, Interpolation Reference, bool IsFile) : View
{
    public SecretView(SecretReference secret)
        : this(secret.Variable, secret.Key, secret.Source, new(secret.Source, "set it in the environment"), secret.IsFile) { }

    public override ScriptObject ToScript() =>
        new()
        {
            ["variable"] = Variable,
            ["key"] = Key,
            ["source"] = Source,
            ["reference"] = Reference,
            ["is_file"] = IsFile,
        };
}
