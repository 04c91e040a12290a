using System.Collections.Immutable;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Advice;

/// <summary>One piece of advice that guides repeat and that does not belong into a serving configuration.</summary>
/// <param name="Name">Of a variable or an argument without hyphens before it; with <c>*</c> at its end a beginning.</param>
/// <param name="Value">The value that is at fault; empty for any.</param>
/// <param name="Fault">What is wrong, after the name.</param>
/// <param name="Help">The right setting.</param>
internal sealed record Advice(string Name, string Value, string Fault, string Help)
{
    private bool Matches(string name, string value) =>
        (Name.EndsWith('*') ? name.StartsWith(Name[..^1], StringComparison.Ordinal) : name == Name)
        && (Value.Length == 0 || value.Equals(Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first entry of a table that speaks of a name and its value, or null.</summary>
    public static Advice? Find(ImmutableArray<Advice> table, string name, string value = "") =>
        table.FirstOrDefault(a => a.Matches(name, value));

    /// <summary>What a table says of the variables in serving.env.</summary>
    public static IEnumerable<Finding> OfVariables(Deployment d, ImmutableArray<Advice> table) =>
        from entry in d.Serving.Environment
        let advice = Find(table, entry.Key, entry.Value)
        where advice is not null
        select new Finding(
            $"serving.env.{entry.Key}",
            $"{entry.Key}{(advice.Value.Length > 0 ? "=" + entry.Value : "")} {advice.Fault}",
            advice.Help
        );
}
