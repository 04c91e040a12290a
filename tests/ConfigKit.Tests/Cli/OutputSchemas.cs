using System.Text.Json;
using NJsonSchema;

namespace ConfigKit.Tests.Cli;

/// <summary>schemas/cli-output.schema.json: one definition for each command's output.</summary>
internal sealed class OutputSchemas(string path)
{
    private readonly string _text = File.ReadAllText(path);

    public ICollection<string> Validate(string command, string json)
    {
        using var document = JsonDocument.Parse(_text);
        var schema = JsonSchema
            .FromJsonAsync(document.RootElement.GetProperty("definitions").GetProperty(command).GetRawText())
            .GetAwaiter()
            .GetResult();
        return [.. schema.Validate(json).Select(e => e.ToString())];
    }
}
