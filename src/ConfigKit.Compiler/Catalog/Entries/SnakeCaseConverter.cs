using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConfigKit.Catalog.Entries;

/// <summary>Reads a closed type by its names in snake_case.</summary>
internal sealed class SnakeCaseConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
