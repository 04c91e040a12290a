using System.Collections.Immutable;

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
}
