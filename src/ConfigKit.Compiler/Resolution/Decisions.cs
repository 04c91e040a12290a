using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>What was decided for a key that the file leaves out.</summary>
/// <param name="Key">Its path.</param>
/// <param name="Value">As the key's declaration types it.</param>
/// <param name="Why">The rule in words.</param>
internal sealed record Decision(string Key, object Value, string Why);

/// <summary>Decides keys that the file may leave out and keeps what it decided, so that no list of settings stands elsewhere.</summary>
internal sealed class Decisions
{
    private readonly List<Decision> _made = [];

    public ImmutableArray<Decision> Made => [.. _made];

    /// <summary>The user's value, or the default with its reason.</summary>
    public Setting<T> Of<T>(string key, T? stated, T fallback, string why)
        where T : struct => Keep(key, Setting.Of(stated, fallback, why));

    /// <inheritdoc cref="Of{T}(string, T?, T, string)"/>
    public Setting<T> Of<T>(string key, T? stated, Default<T> fallback, string why)
        where T : struct => Keep(key, Setting.Of(stated, fallback, why));

    /// <inheritdoc cref="Of{T}(string, T?, T, string)"/>
    public Setting<string> Of(string key, string? stated, string fallback, string why) => Keep(key, Setting.Of(stated, fallback, why));

    /// <inheritdoc cref="Of{T}(string, T?, T, string)"/>
    public Setting<string> Of(string key, string? stated, Default<string> fallback, string why) =>
        Keep(key, Setting.Of(stated, fallback, why));

    /// <summary>Keeps a setting unless the user stated it, or its value is that there is none.</summary>
    public Setting<T> Keep<T>(string key, Setting<T> setting)
    {
        if (!setting.IsStated && setting.Value is { } value)
        {
            _made.Add(new(key, value, setting.Why));
        }

        return setting;
    }
}
