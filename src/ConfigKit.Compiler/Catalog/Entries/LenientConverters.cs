using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConfigKit.Catalog.Entries;

/// <summary>Reads what is of the type and takes everything else for absent.</summary>
internal abstract class LenientConverter<T> : JsonConverter<T>
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new JsonException("it is only read");

    protected abstract T Read(JsonElement element);
}

internal sealed class LenientIntegerConverter : LenientConverter<int?>
{
    protected override int? Read(JsonElement element) => Integer(element);

    public static int? Integer(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : null;
}

internal sealed class LenientBooleanConverter : LenientConverter<bool?>
{
    protected override bool? Read(JsonElement element) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : null;
}

internal sealed class LenientTextConverter : LenientConverter<string?>
{
    protected override string? Read(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}

internal sealed class LenientIntegersConverter : LenientConverter<ImmutableArray<int>>
{
    protected override ImmutableArray<int> Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(e => LenientIntegerConverter.Integer(e) ?? 0)] : [];
}

internal sealed class LenientLongsConverter : LenientConverter<ImmutableArray<long>>
{
    protected override ImmutableArray<long> Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out var number) ? number : 0)]
            : [];
}

internal sealed class LenientTextsConverter : LenientConverter<ImmutableArray<string>>
{
    protected override ImmutableArray<string> Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString() ?? "")]
            : [];
}
