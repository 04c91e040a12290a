using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConfigKit.Cli.Output;

/// <summary>The contract for programs; schemas/cli-output.schema.json describes it.</summary>
internal static class JsonOutput
{
    public static void Write(IReadOnlyList<Compilation> compilations, TextWriter output) =>
        WriteDocument(
            output,
            json =>
            {
                json.WriteNumber("version", 1);
                json.WriteStartArray("files");
                foreach (var compilation in compilations)
                {
                    json.WriteStartObject();
                    json.WriteString("path", compilation.Source.Path);
                    json.WriteString("verdict", VerdictName.Of(compilation.Verdict));
                    json.WriteStartArray("diagnostics");
                    foreach (var diagnostic in compilation.Diagnostics)
                    {
                        WriteDiagnostic(json, diagnostic);
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostics.Diagnostic diagnostic)
    {
        var (start, end) = (diagnostic.Start, diagnostic.End);
        json.WriteStartObject();
        json.WriteString("id", diagnostic.Id);
        json.WriteString("severity", VerdictName.Of(diagnostic.Severity));
        json.WriteString("message", diagnostic.Message);
        json.WriteNumber("line", start.Line);
        json.WriteNumber("column", start.Column);
        json.WriteNumber("end_line", end.Line);
        json.WriteNumber("end_column", end.Column);
        json.WriteString("key", diagnostic.Key);
        json.WriteString("help", diagnostic.Help);
        json.WriteEndObject();
    }

    /// <summary>Writes one JSON object, indented, with a line break at its end.</summary>
    public static void WriteDocument(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(stream.ToArray()));
        output.Write("\n");
    }
}
