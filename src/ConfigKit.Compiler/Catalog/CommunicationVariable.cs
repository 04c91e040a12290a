using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ConfigKit.Catalog;

/// <summary>A variable that NCCL reads.</summary>
/// <param name="IsDebugOnly">Whether NCCL's guide reserves it for debugging.</param>
internal sealed record CommunicationVariable(string Name, bool IsDebugOnly)
{
    public long? Minimum { get; init; }
    public long? Maximum { get; init; }

    /// <summary>The whole value is one of these.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The value is a comma-separated list of these, <c>^</c> before it excludes them.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    public string Pattern { get; init; } = "";

    /// <summary>What the value should have been, or empty when it is legal.</summary>
    public string Fault(string value)
    {
        if (Minimum is not null || Maximum is not null)
        {
            var (low, high) = (Minimum ?? long.MinValue, Maximum ?? long.MaxValue);
            return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= low
                && number <= high
                    ? ""
                : Maximum is null ? $"a whole number of at least {low}"
                : $"a whole number from {low} to {high}";
        }

        if (!Choices.IsEmpty)
        {
            return Choices.Contains(value, StringComparer.OrdinalIgnoreCase) ? "" : "one of " + string.Join(", ", Choices);
        }

        if (!Items.IsEmpty)
        {
            return value.TrimStart('^').Split(',').All(i => Items.Contains(i, StringComparer.OrdinalIgnoreCase))
                ? ""
                : "a list of " + string.Join(", ", Items);
        }

        return Pattern.Length == 0 || Regex.IsMatch(value, Pattern, RegexOptions.NonBacktracking) ? "" : $"text of the form {Pattern}";
    }
}
