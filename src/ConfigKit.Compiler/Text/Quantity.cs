using System.Globalization;

namespace ConfigKit.Text;

/// <summary>Numbers with units, as deepseek-config.yaml writes them, to and from text.</summary>
internal static class Quantity
{
    public const long KiB = 1024;
    public const long MiB = 1024 * KiB;
    public const long GiB = 1024 * MiB;
    public const long TiB = 1024 * GiB;

    private static readonly (string Unit, double Factor)[] Sizes =
    [
        ("KiB", KiB),
        ("MiB", MiB),
        ("GiB", GiB),
        ("TiB", TiB),
        ("KB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("TB", 1e12),
        ("B", 1),
    ];

    private static readonly (string Unit, double Factor)[] Rates =
    [
        ("Kbps", 1e3 / 8),
        ("Mbps", 1e6 / 8),
        ("Gbps", 1e9 / 8),
        ("Tbps", 1e12 / 8),
        ("KiB/s", KiB),
        ("MiB/s", MiB),
        ("GiB/s", GiB),
        ("TiB/s", TiB),
        ("KB/s", 1e3),
        ("MB/s", 1e6),
        ("GB/s", 1e9),
        ("TB/s", 1e12),
    ];

    private static readonly (string Unit, double Factor)[] Durations = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    public const string SizeUnits = "B, KiB, MiB, GiB, TiB, KB, MB, GB or TB";
    public const string RateUnits = "Gbps (bits) or GB/s (bytes), with K, M, G or T";
    public const string DurationUnits = "ms, s, m, h or d";

    public const string SizePattern = @"^(0|[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB|TiB|KB|MB|GB|TB))$";
    public const string RatePattern = @"^(0|[0-9]+(\.[0-9]+)?((K|M|G|T)bps|(Ki|Mi|Gi|Ti|K|M|G|T)B/s))$";
    public const string DurationPattern = @"^(0|[0-9]+(\.[0-9]+)?(ms|s|m|h|d))$";

    public static bool TryParseSize(string text, out long bytes) => TryParse(text, Sizes, out bytes);

    /// <summary>Bytes per second, from bits or bytes per second.</summary>
    public static bool TryParseRate(string text, out long bytesPerSecond) => TryParse(text, Rates, out bytesPerSecond);

    public static bool TryParseDuration(string text, out TimeSpan value)
    {
        var parsed = TryParseNumber(text, Durations, out var seconds) && seconds < 1e10;
        value = parsed ? TimeSpan.FromSeconds(seconds) : default;
        return parsed;
    }

    private static bool TryParse(string text, (string Unit, double Factor)[] units, out long value)
    {
        var parsed = TryParseNumber(text, units, out var number) && number < 9e18;
        value = parsed ? (long)Math.Round(number) : 0;
        return parsed;
    }

    private static bool TryParseNumber(string text, (string Unit, double Factor)[] units, out double value)
    {
        value = 0;
        if (text == "0")
        {
            return true;
        }

        var digits = 0;
        while (digits < text.Length && text[digits] is (>= '0' and <= '9') or '.')
        {
            digits++;
        }

        var unit = text[digits..];
        foreach (var (name, factor) in units)
        {
            if (
                name == unit
                && digits > 0
                && text[0] != '.'
                && text[digits - 1] != '.'
                && double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            )
            {
                value = number * factor;
                return true;
            }
        }

        return false;
    }

    /// <summary>Bytes as the file writes them: <c>16GiB</c>, <c>4GB</c>.</summary>
    public static string WriteSize(long bytes) => Write(bytes, Sizes);

    /// <summary>Bytes per second as the file writes them: <c>2GB/s</c>.</summary>
    public static string WriteRate(long bytesPerSecond) => Write(bytesPerSecond, Rates);

    /// <summary>A time as the file writes it: <c>10m</c>, <c>184d</c>.</summary>
    public static string WriteDuration(TimeSpan value) => Write(value.TotalSeconds, Durations);

    /// <summary>With the unit that leaves the smallest whole number; without one, as a fraction of the smallest unit.</summary>
    private static string Write(double value, (string Unit, double Factor)[] units)
    {
        if (value == 0)
        {
            return "0";
        }

        var whole = units
            .Select(u => (Number: Math.Round(value / u.Factor), u.Unit, u.Factor))
            .Where(u => u.Number >= 1 && Math.Abs((u.Number * u.Factor) - value) < 1e-12 * value)
            .OrderBy(u => u.Number)
            .FirstOrDefault();
        var smallest = units.MinBy(u => u.Factor);
        return whole.Unit is { } unit
            ? whole.Number.ToString(CultureInfo.InvariantCulture) + unit
            : (value / smallest.Factor).ToString(CultureInfo.InvariantCulture) + smallest.Unit;
    }

    /// <summary>Bytes as people compare them with engine logs: GiB with two decimals, smaller ones in MiB or KiB.</summary>
    public static string FormatBytes(double bytes) =>
        Math.Abs(bytes) switch
        {
            >= GiB => Number(bytes / GiB, 2) + " GiB",
            >= MiB => Number(bytes / MiB, 1) + " MiB",
            >= KiB => Number(bytes / KiB, 1) + " KiB",
            _ => Number(bytes, 0) + " B",
        };

    /// <summary>Bytes per second, decimal, as data sheets print them.</summary>
    public static string FormatRate(double bytesPerSecond) =>
        bytesPerSecond switch
        {
            >= 1e12 => Number(bytesPerSecond / 1e12, 2) + " TB/s",
            >= 1e9 => Number(bytesPerSecond / 1e9, 2) + " GB/s",
            >= 1e6 => Number(bytesPerSecond / 1e6, 1) + " MB/s",
            _ => Number(bytesPerSecond, 0) + " B/s",
        };

    public static string FormatDuration(TimeSpan value) =>
        value.TotalSeconds switch
        {
            >= 7200 => Number(value.TotalHours, 1) + " h",
            >= 120 => Number(value.TotalMinutes, 1) + " min",
            >= 1 => Number(value.TotalSeconds, 1) + " s",
            _ => Number(value.TotalMilliseconds, 1) + " ms",
        };

    /// <summary>At most <paramref name="decimals"/> decimals, no trailing zeros, thousands separated.</summary>
    public static string Number(double value, int decimals = 2) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero)
            .ToString(decimals == 0 ? "#,0" : "#,0." + new string('#', decimals), CultureInfo.InvariantCulture);

    /// <summary>A whole number with thousands separated.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
