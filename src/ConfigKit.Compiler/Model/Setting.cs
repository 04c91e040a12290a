using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>A setting and where its value comes from.</summary>
/// <param name="Why">Empty when the user stated it; else the rule in words: "vLLM 0.11 default".</param>
internal readonly record struct Setting<T>(T Value, string Why)
{
    public bool IsStated => Why.Length == 0;

    public static implicit operator T(Setting<T> setting) => setting.Value;

    /// <summary>The value alone, so that a message may name the setting itself.</summary>
    public override string ToString() => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "";
}

internal static class Setting
{
    /// <summary>The user's value, or the default with its reason.</summary>
    public static Setting<T> Of<T>(T? stated, T fallback, string why)
        where T : struct => stated is { } value ? new(value, "") : new(fallback, why);

    /// <inheritdoc cref="Of{T}(T?, T, string)"/>
    public static Setting<string> Of(string? stated, string fallback, string why) =>
        stated is not null ? new(stated, "") : new(fallback, why);

    /// <inheritdoc cref="Of{T}(T?, T, string)"/>
    public static Setting<T> Of<T>(T? stated, Default<T> fallback, string why)
        where T : struct => Of(stated, fallback.Value, why);

    /// <inheritdoc cref="Of{T}(T?, T, string)"/>
    public static Setting<string> Of(string? stated, Default<string> fallback, string why) => Of(stated, fallback.Value, why);

    /// <summary>The user's list, or the default with its reason; an empty list states nothing.</summary>
    public static Setting<ImmutableArray<T>> OfList<T>(ImmutableArray<T> stated, Default<ImmutableArray<T>> fallback, string why) =>
        stated.IsDefaultOrEmpty ? new(fallback.Value, why) : new(stated, "");
}
