using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>Bytes of a request body. A token is about 4 bytes of UTF-8, in English as in Chinese; messages and JSON lie around it.</summary>
internal static class RequestSize
{
    public const int BytesPerToken = 4;
    public const long Frame = 64 * Quantity.KiB;

    /// <summary>What a prompt of the longest sequence takes.</summary>
    public static long Needed(long tokens) => (BytesPerToken * tokens) + Frame;

    /// <summary>Twice that, because JSON may escape; whole MiB, at least one.</summary>
    public static long Roomy(long tokens) =>
        Math.Clamp(((2 * BytesPerToken * tokens) + Quantity.MiB - 1) / Quantity.MiB, 1, 1024) * Quantity.MiB;
}
