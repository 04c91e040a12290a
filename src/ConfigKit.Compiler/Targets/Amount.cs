using System.Globalization;
using ConfigKit.Text;

namespace ConfigKit.Targets;

/// <summary>Amounts in the units that generated files share.</summary>
internal static class Amount
{
    /// <summary>Whole seconds, rounded up.</summary>
    public static long Seconds(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds);

    /// <summary>Bytes as Kubernetes and Docker write them: whole GiB where it is one.</summary>
    public static string Memory(long bytes) =>
        bytes % Quantity.GiB == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Quantity.GiB}Gi")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / Quantity.MiB}Mi");
}
