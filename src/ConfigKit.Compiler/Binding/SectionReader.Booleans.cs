using ConfigKit.Syntax;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is true or false.</summary>
internal sealed partial class SectionReader
{
    public bool? Boolean(string name, string description, KeyDefault<bool> @default = default, string example = "true")
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Boolean, description) { Example = example },
                    value => value ? "true" : "false"
                )
        );
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalar { IsPlain: true } scalar && CoreSchema.TryParseBoolean(scalar.Value, out var value))
        {
            return value;
        }

        var help =
            node is YamlScalar { Value: "yes" or "on" or "Yes" or "On" } ? "write true (YAML 1.2)"
            : node is YamlScalar { Value: "no" or "off" or "No" or "Off" } ? "write false (YAML 1.2)"
            : "write true or false";
        ReportType(node, name, "true or false", help);
        return null;
    }
}
