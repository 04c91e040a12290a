using System.Text;
using System.Text.Json;
using ConfigKit.Text;

namespace ConfigKit.Catalog;

/// <summary>Where things stand in the text of a JSON file.</summary>
internal static class JsonPlaces
{
    /// <summary>The offset of a byte of a line, both from 0, as JsonException counts.</summary>
    public static int OffsetOf(SourceFile file, long line, long bytes)
    {
        var text = file.Text.AsSpan();
        for (; line > 0 && text.IndexOf('\n') is >= 0 and var end; line--)
        {
            text = text[(end + 1)..];
        }

        var start = file.Text.Length - text.Length;
        var count = 0;
        for (long left = bytes; left > 0 && count < text.Length && text[count] != '\n'; count++)
        {
            left -= char.IsLowSurrogate(text[count]) ? 1 : Encoding.UTF8.GetByteCount(text.Slice(count, 1));
        }

        return start + count;
    }

    /// <summary>The brace that opens the entry <paramref name="index"/> of a list of the outermost object.</summary>
    public static SourceSpan Find(SourceFile file, string list, int index)
    {
        var bytes = Encoding.UTF8.GetBytes(file.Text);
        var reader = new Utf8JsonReader(bytes);
        var (isWithin, at) = (false, 0);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
            {
                isWithin = reader.ValueTextEquals(list);
            }
            else if (isWithin && reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 2 } && at++ == index)
            {
                var start = Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)reader.TokenStartIndex));
                return new SourceSpan(start, start + 1);
            }
        }

        return new SourceSpan(0, 0);
    }
}
