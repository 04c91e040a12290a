using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ConfigKit.Runtime;

/// <summary>A line and a column in a file, both from 1.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
public readonly record struct FilePosition(long Line, long Column);

/// <summary>Reads YAML, of which JSON is a part, into configuration keys: <c>serving.max_model_len</c> becomes <c>serving:maxmodellen</c>.</summary>
internal static class YamlFileReader
{
    private const int MaxNodes = 100_000;

    /// <exception cref="FormatException">The text is not YAML, or not a mapping; the message names file, line and column.</exception>
    public static (Dictionary<string, string?> Values, Dictionary<string, (string Path, FilePosition Position)> Places) Read(
        TextReader text,
        string file,
        string section
    )
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var places = new Dictionary<string, (string, FilePosition)>(StringComparer.OrdinalIgnoreCase);
        var stream = new YamlStream();
        try
        {
            stream.Load(new MergingParser(new Parser(text)));
        }
        catch (YamlException e)
        {
            throw new FormatException($"{file}({e.Start.Line},{e.Start.Column}): {e.InnerException?.Message ?? e.Message}", e);
        }

        if (stream.Documents.Count == 0)
        {
            return (values, places);
        }

        var root = stream.Documents[0].RootNode;
        if (root is not YamlMappingNode)
        {
            throw new FormatException($"{file}({root.Start.Line},{root.Start.Column}): the file must be a mapping of sections");
        }

        var left = MaxNodes;
        Flatten(root, section, "");
        return (values, places);

        void Flatten(YamlNode node, string key, string path)
        {
            if (--left < 0)
            {
                throw new FormatException(
                    $"{file}({node.Start.Line},{node.Start.Column}): the file expands to more than {MaxNodes} values"
                );
            }

            places[key] = (path, new FilePosition(node.Start.Line, node.Start.Column));
            switch (node)
            {
                case YamlMappingNode mapping:
                    foreach (var entry in mapping.Children)
                    {
                        var name = (entry.Key as YamlScalarNode)?.Value ?? "";
                        Flatten(entry.Value, key + ":" + ConfigurationName.Of(name), path.Length == 0 ? name : path + "." + name);
                    }

                    break;
                case YamlSequenceNode sequence:
                    for (var i = 0; i < sequence.Children.Count; i++)
                    {
                        var index = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                        Flatten(sequence.Children[i], key + ":" + index, $"{path}[{index}]");
                    }

                    break;
                case YamlScalarNode scalar
                    when scalar.Style != ScalarStyle.Plain || scalar.Value is not ("" or "~" or "null" or "Null" or "NULL"):
                    values[key] = scalar.Value;
                    break;
            }
        }
    }
}
