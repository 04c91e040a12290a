using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>What the catalogue says of an engine's releases.</summary>
internal static class EngineCatalog
{
    /// <param name="kind">vllm, sglang or tensorrt-llm.</param>
    public static EngineEntry Find(string kind) =>
        CatalogFile.Find("engines.json", "engines", "kind", k => k == kind, CatalogJson.Default.EngineEntry)
        ?? throw new InvalidOperationException($"engines.json has no entry for {kind}");
}
