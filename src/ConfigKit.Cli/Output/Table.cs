using System.Collections.Immutable;

namespace ConfigKit.Cli.Output;

/// <summary>Rows of text under names.</summary>
internal sealed record Table(ImmutableArray<string> Columns, ImmutableArray<string[]> Rows)
{
    public void WriteText(TextWriter output)
    {
        var widths = Columns.Select((c, i) => Rows.Select(r => r[i].Length).Append(c.Length).Max()).ToArray();
        foreach (var row in Rows.Prepend([.. Columns]))
        {
            output.WriteLine(
                string.Join("  ", row.Select((cell, i) => IsNumber(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd()
            );
        }
    }

    public void WriteJson(string name, TextWriter output) =>
        JsonOutput.WriteDocument(
            output,
            json =>
            {
                json.WriteNumber("version", 1);
                json.WriteStartArray(name);
                foreach (var row in Rows)
                {
                    json.WriteStartObject();
                    for (var i = 0; i < row.Length; i++)
                    {
                        json.WriteString(Columns[i], row[i]);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );

    private bool IsNumber(int column) =>
        Rows.All(r => r[column].Length > 0 && (char.IsAsciiDigit(r[column][0]) || r[column][0] == '-')) && column > 0;
}
