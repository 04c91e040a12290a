using System.Collections.Immutable;
using System.Globalization;

namespace ConfigKit.Engines.Arguments;

/// <summary>The user's own arguments, for what no key stands for: argparse takes the last of several.</summary>
internal sealed class ExtraArguments(ImmutableArray<string> arguments)
{
    /// <summary>Whether a flag is there, with a value or without.</summary>
    public bool Has(string flag) => LastOf(flag) >= 0;

    /// <summary>The value of a flag; null where it is not there or has none.</summary>
    public string? Value(string flag)
    {
        var at = LastOf(flag);
        return at < 0 ? null
            : arguments[at].Length > flag.Length ? arguments[at][(flag.Length + 1)..]
            : arguments.ElementAtOrDefault(at + 1);
    }

    /// <summary>The whole number that a flag states.</summary>
    public int? Integer(string flag) => int.TryParse(Value(flag), CultureInfo.InvariantCulture, out var number) ? number : null;

    public double? Number(string flag) => double.TryParse(Value(flag), CultureInfo.InvariantCulture, out var number) ? number : null;

    private int LastOf(string flag)
    {
        var at = arguments.Length - 1;
        while (at >= 0 && arguments[at] != flag && !arguments[at].StartsWith(flag + "=", StringComparison.Ordinal))
        {
            at--;
        }

        return at;
    }
}
