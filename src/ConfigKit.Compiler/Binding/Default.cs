using System.Globalization;

namespace ConfigKit.Binding;

/// <summary>
/// The value of a key that is left out. It stands at the key's declaration alone: the binder derives from it the words
/// that users read, and whatever applies the default reads it from there.
/// </summary>
/// <param name="Rule">
/// What users read, with <c>{0}</c> for the value where a value alone does not say it: <c>workload.replicas, else {0}</c>.
/// </param>
internal readonly record struct Default<T>(T Value, string Rule = Default.ValueAlone)
{
    public static implicit operator T(Default<T> stated) => stated.Value;

    /// <summary>The value, so that the rule of another key may name it.</summary>
    public override string ToString() => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Defaults that are no value: words of a rule by which something is computed when a key is left out.</summary>
internal static class Default
{
    public const string ValueAlone = "{0}";

    /// <summary>Computed from other keys, the model or the hardware, or by a program outside ConfigKit.</summary>
    public static DefaultRule Rule(string words) => new(words, DefaultKind.Rule);

    /// <summary>Each engine's own, which may differ by its release.</summary>
    public static DefaultRule ByEngine(string words) => new(words, DefaultKind.ByEngine);
}

/// <summary>A default in words alone.</summary>
internal sealed record DefaultRule(string Words, DefaultKind Kind);
