using System.Globalization;

namespace ConfigKit.Runtime;

/// <summary>Quantities with units, as deepseek-config.yaml writes them.</summary>
internal static class Units
{
    // Longer units first: "GiB" ends with "B".
    private static readonly (string Unit, double Factor)[] Sizes =
    [
        ("KiB", 1024),
        ("MiB", 1048576),
        ("GiB", 1073741824),
        ("TiB", 1099511627776),
        ("KB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("TB", 1e12),
        ("B", 1),
    ];

    private static readonly (string Unit, double Factor)[] Rates =
    [
        ("Kbps", 125),
        ("Mbps", 125e3),
        ("Gbps", 125e6),
        ("Tbps", 125e9),
        ("KiB/s", 1024),
        ("MiB/s", 1048576),
        ("GiB/s", 1073741824),
        ("TiB/s", 1099511627776),
        ("KB/s", 1e3),
        ("MB/s", 1e6),
        ("GB/s", 1e9),
        ("TB/s", 1e12),
    ];

    private static readonly (string Unit, double Factor)[] Durations =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>Bytes, such as <c>80GiB</c>.</summary>
    public static long? Size(string text) => Read(text, Sizes);

    /// <summary>Bytes per second, such as <c>400Gbps</c> or <c>50GB/s</c>.</summary>
    public static long? Rate(string text) => Read(text, Rates);

    /// <summary>A time such as <c>30s</c>; also .NET's own <c>00:00:30</c>.</summary>
    public static TimeSpan? Duration(string text) =>
        Read(text, Durations) is { } ticks ? TimeSpan.FromTicks(ticks)
        : text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span
        : null;

    private static long? Read(string text, IEnumerable<(string Unit, double Factor)> units)
    {
        if (text == "0")
        {
            return 0;
        }

        var (unit, factor) = units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        if (unit is null)
        {
            return null;
        }

        var number = text.Substring(0, text.Length - unit.Length);
        return
            number.All(c => c is '.' or (>= '0' and <= '9'))
            && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && (double)value * factor < long.MaxValue
            ? (long)Math.Round(value * (decimal)factor)
            : null;
    }
}
