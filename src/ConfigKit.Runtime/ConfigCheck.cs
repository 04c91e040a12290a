using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace ConfigKit.Runtime;

/// <summary>Checks values against what the schema allows; generated validators call it for each key.</summary>
public sealed class ConfigCheck
{
    private readonly IConfiguration? _configuration;
    private readonly string _section;

    /// <summary>A check of one configuration.</summary>
    /// <param name="configuration">Where values come from, for messages; null: nowhere.</param>
    /// <param name="section">The section that the keys stand in.</param>
    public ConfigCheck(IConfiguration? configuration, string section) => (_configuration, _section) = (configuration, section);

    /// <summary>What was wrong, a line each.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Both ends belong to the range; null passes.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="value">The value.</param>
    /// <param name="minimum">The lowest value.</param>
    /// <param name="maximum">The highest value.</param>
    /// <param name="special">A value that passes all the same; it stands for a word.</param>
    public void Range(string path, double? value, double minimum, double maximum, double special = double.NaN)
    {
        if (value is { } number && number != special && !(number >= minimum && number <= maximum))
        {
            Fail(
                path,
                $"{number.ToString(CultureInfo.InvariantCulture)} is not between {minimum.ToString(CultureInfo.InvariantCulture)} and {maximum.ToString(CultureInfo.InvariantCulture)}"
            );
        }
    }

    /// <summary>The whole text matches; null passes.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="value">The value.</param>
    /// <param name="pattern">An ECMAScript regular expression, anchored.</param>
    /// <param name="meaning">The pattern in words.</param>
    public void Pattern(string path, string? value, string pattern, string meaning)
    {
        // .NET's `$` also matches before a final line break.
        if (
            value is not null
            && (
                value.EndsWith("\n", StringComparison.Ordinal)
                || !Regex.IsMatch(value, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            )
        )
        {
            Fail(path, $"\"{value}\" is not {meaning}");
        }
    }

    /// <summary>A value that must be there.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="value">The value.</param>
    public void Present(string path, object? value)
    {
        if (value is null)
        {
            Fail(path, "is missing");
        }
    }

    private void Fail(string path, string message)
    {
        var key = _section + ":" + string.Join(":", Array.ConvertAll(path.Split('.'), ConfigurationName.Of));
        Faults.Add((_configuration is null ? "" : ConfigReader.Origin(_configuration, key) + ": ") + $"{path}: {message}");
    }
}
