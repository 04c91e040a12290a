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
    public static (Dictionary<string, string?> Values, Dictionary<string, FilePosition> Positions) Read(TextReader text, string file, string section)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var positions = new Dictionary<string, FilePosition>(StringComparer.OrdinalIgnoreCase);
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
            return (values, positions);
        }

        var root = stream.Documents[0].RootNode;
        if (root is not YamlMappingNode)
        {
            throw new FormatException($"{file}({root.Start.Line},{root.Start.Column}): the file takes a mapping of sections");
        }

        var left = MaxNodes;
        Flatten(root, section);
        return (values, positions);

        void Flatten(YamlNode node, string path)
        {
            if (--left < 0)
            {
                throw new FormatException($"{file}({node.Start.Line},{node.Start.Column}): the file expands to more than {MaxNodes} values");
            }

            positions[path] = new FilePosition(node.Start.Line, node.Start.Column);
            switch (node)
            {
                case YamlMappingNode mapping:
                    foreach (var entry in mapping.Children)
                    {
                        Flatten(entry.Value, path + ":" + ConfigurationName.Of((entry.Key as YamlScalarNode)?.Value ?? ""));
                    }

                    break;
                case YamlSequenceNode sequence:
                    for (var i = 0; i < sequence.Children.Count; i++)
                    {
                        Flatten(sequence.Children[i], path + ":" + i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    }

                    break;
                case YamlScalarNode scalar when scalar.Style != ScalarStyle.Plain || scalar.Value is not ("" or "~" or "null" or "Null" or "NULL"):
                    values[path] = scalar.Value;
                    break;
            }
        }
    }
}
