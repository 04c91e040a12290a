using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ConfigKit.Text;

/// <summary>C# names for the names of a YAML file.</summary>
internal static class Identifier
{
    /// <summary>Members that every record has, or may not have (CS8859, CS0108).</summary>
    private static readonly ImmutableHashSet<string> Taken = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Clone",
        "Deconstruct",
        "EqualityContract",
        "Equals",
        "Finalize",
        "GetHashCode",
        "GetType",
        "MemberwiseClone",
        "PrintMembers",
        "ReferenceEquals",
        "ToString"
    );

    /// <summary>
    /// The words of a name, each with a capital: <c>max_model_len</c> gives MaxModelLen, so no keyword can come of it.
    /// A leading digit gets <c>_</c> before it, a name that records have already gets <c>_</c> after it.
    /// </summary>
    /// <returns>Null when the name holds neither letter nor digit.</returns>
    public static string? Of(string name)
    {
        var text = new StringBuilder();
        var starts = true;
        foreach (var c in name)
        {
            if (!IsPart(c))
            {
                starts = true;
                continue;
            }

            text.Append(starts ? char.ToUpperInvariant(c) : c);
            starts = false;
        }

        if (text.Length == 0)
        {
            return null;
        }

        var result = char.GetUnicodeCategory(text[0]) == UnicodeCategory.DecimalDigitNumber ? "_" + text : text.ToString();
        return Taken.Contains(result) ? result + "_" : result;
    }

    private static bool IsPart(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.DecimalDigitNumber;
}
