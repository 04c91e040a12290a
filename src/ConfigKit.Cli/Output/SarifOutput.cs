using System.Text.Json;
using ConfigKit.Diagnostics;

namespace ConfigKit.Cli.Output;

/// <summary>SARIF 2.1.0, as code scanning reads it.</summary>
internal static class SarifOutput
{
    public static void Write(IReadOnlyList<Compilation> compilations, TextWriter output) =>
        JsonOutput.WriteDocument(
            output,
            json =>
            {
                var all = compilations.SelectMany(c => c.Diagnostics).ToList();
                var rules = all.Select(d => d.Descriptor).DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal).ToList();
                json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
                json.WriteString("version", "2.1.0");
                json.WriteStartArray("runs");
                json.WriteStartObject();
                json.WriteStartObject("tool");
                json.WriteStartObject("driver");
                json.WriteString("name", "deepseek-config");
                json.WriteString("semanticVersion", typeof(SarifOutput).Assembly.GetName().Version?.ToString(3));
                json.WriteStartArray("rules");
                rules.ForEach(r => WriteRule(json, r));
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteString("columnKind", "utf16CodeUnits");
                json.WriteStartArray("results");
                foreach (var diagnostic in all)
                {
                    WriteResult(json, diagnostic, rules.FindIndex(r => r.Id == diagnostic.Id));
                }

                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndArray();
            }
        );

    private static void WriteRule(Utf8JsonWriter json, DiagnosticDescriptor rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteStartObject("shortDescription");
        json.WriteString("text", rule.Title);
        json.WriteEndObject();
        json.WriteStartObject("help");
        var help = DiagnosticPages.Help(rule.Explanation);
        json.WriteString("text", help);
        json.WriteString("markdown", help);
        json.WriteEndObject();
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic d, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", d.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(d.Severity));
        json.WriteStartObject("message");
        json.WriteString("text", d.Help.Length > 0 ? $"{d.Message}\nhelp: {d.Help}" : d.Message);
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri.EscapeDataString(d.File.Path.Replace('\\', '/')).Replace("%2F", "/"));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", d.Start.Line);
        json.WriteNumber("startColumn", d.Start.Column);
        json.WriteNumber("endLine", d.End.Line);
        json.WriteNumber("endColumn", d.End.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("keyAndRule/v1", $"{d.Id}:{d.Key}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Level(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
}
