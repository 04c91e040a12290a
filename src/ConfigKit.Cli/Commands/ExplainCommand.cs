using System.CommandLine;
using ConfigKit.Cli.Output;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`explain`: what a diagnostic or a key means.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var topic = new Argument<string>("topic") { Description = "A diagnostic such as CK3001 or a key such as serving.max_model_len." };
        var command = new Command("explain", "Explains a diagnostic or a key.") { topic };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(topic) ?? "";
            if (ConfigCompiler.Descriptors.FirstOrDefault(d => d.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } descriptor)
            {
                Write(terminal, DiagnosticPages.Page(descriptor));
                return ExitCode.Clean;
            }

            var keys = ReferencePages.Flatten(ConfigCompiler.Keys).ToList();
            if (keys.FirstOrDefault(k => k.Path == name) is { } key)
            {
                terminal.Out.Write(ReferencePages.OfKey(key));
                return ExitCode.Clean;
            }

            var near = NearestWord
                .Rank(name, keys.Select(k => k.Path).Concat(ConfigCompiler.Descriptors.Select(d => d.Id)))
                .Take(3)
                .Select(n => n.Word);
            throw new MisuseException($"unknown diagnostic or key `{name}`; did you mean {string.Join(", ", near)}?");
        });
        return command;
    }

    /// <summary>Paragraphs are broken at the terminal's width; code, tables and links are not.</summary>
    private static void Write(Terminal terminal, string page)
    {
        var isCode = false;
        foreach (var line in page.TrimEnd('\n').Split('\n'))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (
                isCode
                || line.StartsWith("    ", StringComparison.Ordinal)
                || line.StartsWith('|')
                || line.StartsWith("- [", StringComparison.Ordinal)
            )
            {
                terminal.Out.Write(line + "\n");
                continue;
            }

            foreach (var part in TextStyle.Lines(line, terminal.Style.Width))
            {
                terminal.Out.Write(part + "\n");
            }
        }
    }
}
