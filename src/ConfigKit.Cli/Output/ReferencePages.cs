using System.Globalization;
using System.Text;
using ConfigKit.Binding;

namespace ConfigKit.Cli.Output;

/// <summary>Markdown of keys: what `explain` prints and docs/reference.md holds.</summary>
internal static class ReferencePages
{
    /// <summary>One key: description, type, default, example.</summary>
    public static string OfKey(KeyInfo key)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"### `{key.Path}`\n\n{key.Description}\n\n- type: {TypeOf(key)}\n");
        if (key.Default.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"- default: {key.Default}\n");
        }

        if (key.Example.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"- example: `{key.Name}: {key.Example}`\n");
        }

        foreach (var choice in key.Choices)
        {
            page.Append(CultureInfo.InvariantCulture, $"- `{choice.Name}`: {choice.Description}\n");
        }

        return page.ToString();
    }

    /// <summary>docs/reference.md: every key in order.</summary>
    public static string Reference(IEnumerable<KeyInfo> keys)
    {
        var page = new StringBuilder(
            "# Keys of deepseek-config.yaml\n\nWritten from the records in `src/ConfigKit.Compiler/Model`; a test keeps it current.\n"
        );
        foreach (var key in keys)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {key.Name}\n\n");
            foreach (var one in Flatten([key]))
            {
                page.Append(OfKey(one)).Append('\n');
            }
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The keys and all below them.</summary>
    public static IEnumerable<KeyInfo> Flatten(IEnumerable<KeyInfo> keys) => keys.SelectMany(k => Flatten(k.Children).Prepend(k));

    private static string TypeOf(KeyInfo key)
    {
        var type = key.Type switch
        {
            KeyType.Size => "size with unit",
            KeyType.Rate => "rate with unit",
            KeyType.Duration => "duration with unit",
            KeyType.Map when key.Item == KeyType.Section => "sections by name",
            KeyType.List => $"list of {key.Item?.ToString().ToLowerInvariant() ?? "items"}",
            _ => key.Type.ToString().ToLowerInvariant(),
        };
        var range = (key.Minimum, key.Maximum) switch
        {
            ({ } low, { } high) when key.Type != KeyType.Size => string.Create(CultureInfo.InvariantCulture, $" from {low} to {high}"),
            _ => "",
        };
        var words = key.Words.IsEmpty ? "" : " or " + string.Join(", ", key.Words.Select(w => $"`{w.Word}`"));
        var pattern = key.PatternMeaning.Length > 0 ? $": {key.PatternMeaning}" : "";
        return type + range + words + (key.Scalar is { } scalar ? $" (or one {scalar.ToString().ToLowerInvariant()})" : "") + pattern;
    }
}
