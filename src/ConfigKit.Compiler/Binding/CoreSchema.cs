using System.Globalization;

namespace ConfigKit.Binding;

/// <summary>The YAML 1.2 core schema: which plain scalars are numbers and booleans.</summary>
internal static class CoreSchema
{
    public static bool IsBoolean(string text) => TryParseBoolean(text, out _);

    public static bool TryParseBoolean(string text, out bool value)
    {
        value = text is "true" or "True" or "TRUE";
        return value || text is "false" or "False" or "FALSE";
    }

    public static bool IsNumber(string text) => TryParseInteger(text, out _) || TryParseNumber(text, out _);

    public static bool TryParseInteger(string text, out long value)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            value = 0;
            foreach (var digit in text.AsSpan(2))
            {
                if (digit is < '0' or > '7' || value > long.MaxValue / 8)
                {
                    return false;
                }

                value = (value * 8) + (digit - '0');
            }

            return text.Length > 2;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryParseNumber(string text, out double value) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out value
        )
        && text.AsSpan().IndexOfAnyExcept("+-.0123456789eE") < 0;
}
