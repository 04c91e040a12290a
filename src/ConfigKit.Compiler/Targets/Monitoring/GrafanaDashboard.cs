using System.Text.Json;
using ConfigKit.Rendering;

namespace ConfigKit.Targets.Monitoring;

/// <summary>A Grafana dashboard: one graph for each panel of the plan, two in a row.</summary>
internal static class GrafanaDashboard
{
    private const int Width = 12;
    private const int Height = 8;

    public static string Write(MonitoringPlan p) =>
        JsonText.Object(json =>
        {
            json.WriteString("title", p.Job);
            json.WriteString("uid", p.Job[..Math.Min(p.Job.Length, 40)]);
            json.WriteNumber("schemaVersion", 39);
            json.WriteString("refresh", "30s");
            json.WriteStartObject("time");
            json.WriteString("from", "now-6h");
            json.WriteString("to", "now");
            json.WriteEndObject();
            json.WriteStartArray("tags");
            json.WriteStringValue("deepseek-config");
            json.WriteEndArray();
            json.WriteStartArray("panels");
            for (var i = 0; i < p.Panels.Length; i++)
            {
                Panel(json, i, p.Panels[i]);
            }

            json.WriteEndArray();
        });

    private static void Panel(Utf8JsonWriter json, int index, PanelPlan panel)
    {
        json.WriteStartObject();
        json.WriteNumber("id", index + 1);
        json.WriteString("type", "timeseries");
        json.WriteString("title", panel.Title);
        json.WriteStartObject("gridPos");
        json.WriteNumber("x", index % 2 * Width);
        json.WriteNumber("y", index / 2 * Height);
        json.WriteNumber("w", Width);
        json.WriteNumber("h", Height);
        json.WriteEndObject();
        json.WriteStartObject("fieldConfig");
        json.WriteStartObject("defaults");
        json.WriteString("unit", panel.Unit);
        json.WriteEndObject();
        json.WriteStartArray("overrides");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("targets");
        json.WriteStartObject();
        json.WriteString("refId", "A");
        json.WriteString("expr", panel.Expression);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
