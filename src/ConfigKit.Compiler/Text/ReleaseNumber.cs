using System.Globalization;

namespace ConfigKit.Text;

/// <summary>Release numbers as engines and drivers write them.</summary>
internal static class ReleaseNumber
{
    /// <summary>The leading numbers: 0.5.15.post1 and 1.3.0rc13 count as 0.5.15 and 1.3.0.</summary>
    public static Version Parse(string text)
    {
        var parts = new List<int>();
        foreach (var part in text.Split('.'))
        {
            var digits = part.TakeWhile(char.IsAsciiDigit).Count();
            if (digits is 0 or > 9)
            {
                break;
            }

            parts.Add(int.Parse(part.AsSpan(0, digits), provider: CultureInfo.InvariantCulture));
            if (digits < part.Length)
            {
                break;
            }
        }

        return new Version(parts.ElementAtOrDefault(0), parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2));
    }
}
