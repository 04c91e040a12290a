using System.Text.Json;
using System.Text.Json.Serialization;
using ConfigKit.Model;

namespace ConfigKit.Catalog.Entries;

/// <summary>Reads a closed type by the word that stands for it; another word is an error.</summary>
internal abstract class WordConverter<T>(Func<T, string> word) : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (word(value) == text)
            {
                return value;
            }
        }

        throw new JsonException($"not one of {string.Join(", ", Enum.GetValues<T>().Select(word))}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(word(value));
}

internal sealed class GpuVendorConverter() : WordConverter<GpuVendor>(GpuVendors.Word);

internal sealed class FabricKindConverter() : WordConverter<FabricKind>(FabricKinds.Word);

internal sealed class FormFactorConverter() : WordConverter<FormFactor>(FormFactors.Word);

internal sealed class LinkKindConverter() : WordConverter<LinkKind>(LinkKinds.Word);

internal sealed class KvCacheDtypeConverter()
    : WordConverter<KvCacheDtypeKind>(k => ServingSection.KvCacheDtypes.First(c => c.Value == k).Name);
