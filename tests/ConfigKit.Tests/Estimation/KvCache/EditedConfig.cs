using System.Text.Json.Nodes;
using ConfigKit.Catalog;
using ConfigKit.Tests.Catalog;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>A config.json of the catalogue, changed.</summary>
internal static class EditedConfig
{
    public static ModelArchitecture Of(string id, Action<JsonObject> edit)
    {
        var models = JsonNode.Parse(CatalogFiles.Text("models.json"))!["models"]!.AsArray();
        var config = models.First(m => m!["id"]!.GetValue<string>() == "deepseek-ai/" + id)!["config"]!.DeepClone().AsObject();
        edit(config);
        return HuggingFaceConfig.Parse(config.ToJsonString(), id, out _)!.Architecture;
    }
}
