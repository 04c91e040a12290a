using System.Globalization;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Changes;

/// <summary>One key set to one value.</summary>
/// <param name="Path">Dotted key.</param>
/// <param name="Value">The value as YAML writes it.</param>
internal sealed record YamlEdit(string Path, string Value)
{
    public static YamlEdit Set(string path, long value) => new(path, value.ToString(CultureInfo.InvariantCulture));

    public static YamlEdit Set(string path, bool value) => new(path, value ? "true" : "false");

    public override string ToString() => $"{Path}: {Value}";

    /// <summary>
    /// The text with the edits applied and every other byte as it was; null where a key can't be set without touching
    /// more, such as below an alias.
    /// </summary>
    public static string? Apply(string path, string text, IEnumerable<YamlEdit> edits)
    {
        foreach (var edit in edits)
        {
            var bag = new DiagnosticBag(new SourceFile(path, text));
            if (
                YamlReader.Read(bag.File, bag) is not { } root
                || bag.HasErrors
                || root is not YamlMapping mapping
                || Apply(bag.File.Text, mapping, edit) is not { } changed
            )
            {
                return null;
            }

            text = changed;
        }

        return text;
    }

    private static string? Apply(string text, YamlMapping root, YamlEdit edit)
    {
        var parts = edit.Path.Split('.');
        var section = root;
        for (var depth = 0; depth < parts.Length; depth++)
        {
            var entry = section.Entries.FirstOrDefault(e => e.Key.Value == parts[depth]);
            if (entry is null || entry.Value is YamlScalar { IsNull: true })
            {
                return entry is null ? Insert(text, root, section, parts, depth, edit.Value) : null;
            }

            if (depth == parts.Length - 1)
            {
                var span = entry.Value.Span;
                var isOneToken = entry.Value is YamlScalar || (entry.Value is YamlSequence && text[span.Start] == '[');
                return isOneToken && entry.Key.Span.End <= span.Start
                    ? Replace(
                        text,
                        span.Start,
                        span.End < text.Length && text[span.End] == ']' && entry.Value is YamlSequence ? span.End + 1 : span.End,
                        edit.Value
                    )
                    : null;
            }

            if (entry.Value is not YamlMapping child || child.Span.Start < entry.Key.Span.End)
            {
                return null; // a scalar, or an alias whose anchor others use too
            }

            section = child;
        }

        return null;
    }

    /// <summary>Adds the key, and the sections above it that are missing, beside the last entry of the section that is there.</summary>
    private static string? Insert(string text, YamlMapping root, YamlMapping section, string[] parts, int depth, string value)
    {
        var missing = parts[^1] + ": " + value;
        for (var i = parts.Length - 2; i >= depth; i--)
        {
            missing = parts[i] + ": {" + missing + "}";
        }

        if (section.Entries.IsEmpty)
        {
            return null;
        }

        var last = section.Entries[^1];
        if (text[section.Span.Start] == '{')
        {
            return Replace(text, last.Value.Span.End, last.Value.Span.End, ", " + missing);
        }

        // Block style: a line of its own before the first entry of the section, or at the end of the file.
        if (ReferenceEquals(section, root))
        {
            var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            return text.EndsWith('\n') ? text + missing + newline : text + newline + missing + newline;
        }

        var first = section.Entries[0].Key.Span.Start;
        var start = text.LastIndexOf('\n', Math.Max(0, first - 1)) + 1;
        var indent = text[start..first];
        return indent.All(c => c == ' ')
            ? Replace(text, start, start, indent + missing + (text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n"))
            : null;
    }

    private static string Replace(string text, int start, int end, string value) =>
        string.Concat(text.AsSpan(0, start), value, text.AsSpan(end));
}
