using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>Makes a checkpoint of an entry and of the entries that it rests on.</summary>
internal static class CheckpointReader
{
    /// <param name="entry">The entry.</param>
    /// <param name="model">The entry of an id.</param>
    /// <param name="family">The family of an id.</param>
    public static Checkpoint FromEntry(ModelEntry entry, Func<string, ModelEntry?> model, Func<string, FamilyEntry?> family)
    {
        var whole = entry;
        while (whole is { Config: null, Base: { } id })
        {
            var below = model(id) ?? throw new InvalidOperationException($"models.json: {entry.Id} rests on {id}, which it does not have");
            whole = whole with
            {
                Base = below.Base,
                Family = whole.Family ?? below.Family,
                Config = below.Config,
                QuantizationConfig = whole.QuantizationConfig ?? below.QuantizationConfig,
                Published = whole.Published ?? below.Published,
                Parsers = whole.Parsers ?? below.Parsers,
                FirstRelease = whole.FirstRelease ?? below.FirstRelease,
            };
        }

        var config = whole.Config ?? throw new InvalidOperationException($"models.json: {entry.Id} has neither config nor base");
        var kin = family(whole.Family ?? "");
        return HuggingFaceConfig.Read(config, whole.QuantizationConfig ?? config.QuantizationConfig, entry.Id) with
        {
            Family = whole.Family ?? "",
            Parsers = Parsers(whole.Parsers ?? kin?.Parsers),
            FirstRelease = whole.FirstRelease ?? kin?.FirstRelease ?? ImmutableSortedDictionary<string, string?>.Empty,
            HasMlperfBenchmark = kin?.Mlperf == true,
            IsCatalogued = true,
            PublishedBytes = entry.Checkpoint?.Bytes,
            PublishedParametersBillion = whole.Published?.ParametersBillion,
            License = entry.License ?? "",
            ReleaseDate = entry.ReleaseDate ?? "",
            ReplacedBy = entry.ReplacedBy ?? "",
            Sources = CatalogFile.TextsOf(entry.Sources),
            Notes = entry.Notes ?? "",
        };
    }

    private static OutputParsers Parsers(ParsersEntry? entry) => new(Parsers(entry?.Vllm), Parsers(entry?.Sglang));

    private static EngineParsers Parsers(EngineParsersEntry? entry) =>
        new(entry?.ToolCall ?? "", entry?.Reasoning ?? "", entry?.TokenizerMode ?? "");
}
