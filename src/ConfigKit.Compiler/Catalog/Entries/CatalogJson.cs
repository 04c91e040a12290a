using System.Text.Json.Serialization;

namespace ConfigKit.Catalog.Entries;

/// <summary>
/// Readers of the catalogue's files, made at build time: a field that no record has is an error. They set every init property, also those
/// that a file does not have: initializers do not last, so lists that may be left out read as empty in their getter.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(GpuVendorConverter),
        typeof(FabricKindConverter),
        typeof(FormFactorConverter),
        typeof(LinkKindConverter),
        typeof(KvCacheDtypeConverter),
    ]
)]
[JsonSerializable(typeof(ModelsFile))]
[JsonSerializable(typeof(AcceleratorsFile))]
[JsonSerializable(typeof(UserCatalogFile))]
[JsonSerializable(typeof(FabricsFile))]
[JsonSerializable(typeof(DriversFile))]
[JsonSerializable(typeof(EngineEntry))]
[JsonSerializable(typeof(EngineFlagsEntry))]
[JsonSerializable(typeof(EngineVariablesEntry))]
[JsonSerializable(typeof(EngineWordsEntry))]
[JsonSerializable(typeof(EngineMetricsEntry))]
[JsonSerializable(typeof(VllmCacheEntry))]
[JsonSerializable(typeof(SglangCacheEntry))]
[JsonSerializable(typeof(EngineMemoryEntry))]
[JsonSerializable(typeof(NcclFile))]
internal sealed partial class CatalogJson : JsonSerializerContext;

/// <summary>Reader of a user's config.json, which has many more fields; a value of another type than ours counts as absent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(LenientIntegerConverter),
        typeof(LenientBooleanConverter),
        typeof(LenientTextConverter),
        typeof(LenientIntegersConverter),
        typeof(LenientLongsConverter),
        typeof(LenientTextsConverter),
    ]
)]
[JsonSerializable(typeof(ModelConfig))]
[JsonSerializable(typeof(QuantizationEntry))]
[JsonSerializable(typeof(QuantizedWeightsEntry))]
internal sealed partial class LenientJson : JsonSerializerContext;
