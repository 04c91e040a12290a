using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
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

/// <summary>The variables of catalog/nccl.json.</summary>
internal static class CommunicationVariables
{
    private static readonly Lazy<(
        ImmutableSortedDictionary<string, CommunicationVariable> Variables,
        ImmutableSortedDictionary<string, string> Others
    )> Data = new(Load);

    public static CommunicationVariable? Find(string name) => Data.Value.Variables.GetValueOrDefault(name);

    public static IEnumerable<string> Names() => Data.Value.Variables.Keys;

    /// <summary>The real name of a variable that is often taken for NCCL's, or null.</summary>
    public static string? Replacement(string name) => Data.Value.Others.GetValueOrDefault(name);

    private static (
        ImmutableSortedDictionary<string, CommunicationVariable> Variables,
        ImmutableSortedDictionary<string, string> Others
    ) Load()
    {
        using var stream = CatalogFile.Open("nccl.json");
        using var document = JsonDocument.Parse(stream);
        return (
            document
                .RootElement.GetProperty("variables")
                .EnumerateArray()
                .Select(Read)
                .ToImmutableSortedDictionary(v => v.Name, v => v, StringComparer.Ordinal),
            document
                .RootElement.GetProperty("not_nccl")
                .EnumerateObject()
                .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal)
        );
    }

    private static CommunicationVariable Read(JsonElement e) =>
        new(CatalogFile.Text(e, "name"), e.TryGetProperty("debug_only", out _))
        {
            Minimum = (long?)CatalogFile.Number(e, "min"),
            Maximum = (long?)CatalogFile.Number(e, "max"),
            Choices = CatalogFile.Texts(e, "choices"),
            Items = CatalogFile.Texts(e, "items"),
            Pattern = CatalogFile.Text(e, "pattern"),
        };
}
