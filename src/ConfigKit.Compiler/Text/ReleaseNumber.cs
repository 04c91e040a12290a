using System.Globalization;

namespace ConfigKit.Text;

/// <summary>Release numbers as engines and drivers write them.</summary>
internal static class ReleaseNumber
{
    /// <summary>The leading numbers: 0.5.15.post1 and 1.3.0rc13 count as 0.5.15 and 1.3.0.</summary>
    public static Version Parse(string text)
    {
        Span<int> numbers = stackalloc int[3];
        var rest = text.AsSpan();
        foreach (ref var number in numbers)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
            if (digits is 0 or > 9)
            {
                break;
            }

            number = int.Parse(rest[..digits], provider: CultureInfo.InvariantCulture);
            if (digits == rest.Length || rest[digits] != '.')
            {
                break;
            }

            rest = rest[(digits + 1)..];
        }

        return new Version(numbers[0], numbers[1], numbers[2]);
    }
}
