using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is one number with a unit.</summary>
internal sealed partial class SectionReader
{
    /// <summary>Bytes; <paramref name="words"/> maps words such as <c>unlimited</c> to a number.</summary>
    public long? Size(
        string name,
        string description,
        KeyDefault<long> @default = default,
        string example = "",
        long min = 0,
        long max = long.MaxValue,
        bool required = false,
        params (string Word, long Value)[] words
    )
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Size, description)
                    {
                        Example = example,
                        Pattern = Quantity.SizePattern,
                        Words = [.. words],
                        Minimum = min,
                        Maximum = max,
                        IsRequired = required,
                    },
                    value => Write(value, [.. words], Quantity.WriteSize)
                )
        );
        foreach (var (word, value) in words)
        {
            if (node is YamlScalar s && s.Value == word)
            {
                return value;
            }
        }

        if (node is null)
        {
            ReportMissing(name, required);
        }

        if (QuantityText(node, name, "a size", Quantity.SizeUnits) is not { } scalar)
        {
            return null;
        }

        if (!Quantity.TryParseSize(scalar.Value, out var bytes))
        {
            ReportUnit(scalar, name, "a size", Quantity.SizeUnits, "80GiB");
            return null;
        }

        return QuantityInRange(scalar, name, bytes, min, max, v => Quantity.FormatBytes(v)) ? bytes : null;
    }

    /// <summary>Bytes per second, written as bits or bytes per second.</summary>
    public long? Rate(string name, string description, KeyDefault<long> @default = default, string example = "")
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Rate, description) { Example = example, Pattern = Quantity.RatePattern },
                    Quantity.WriteRate
                )
        );
        if (QuantityText(node, name, "a rate", Quantity.RateUnits) is not { } scalar)
        {
            return null;
        }

        if (Quantity.TryParseRate(scalar.Value, out var rate))
        {
            return rate;
        }

        ReportUnit(scalar, name, "a rate", Quantity.RateUnits, "400Gbps");
        return null;
    }

    public TimeSpan? Duration(string name, string description, KeyDefault<TimeSpan> @default = default, string example = "")
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Duration, description)
                    {
                        Example = example,
                        Pattern = Quantity.DurationPattern,
                    },
                    Quantity.WriteDuration
                )
        );
        if (QuantityText(node, name, "a duration", Quantity.DurationUnits) is not { } scalar)
        {
            return null;
        }

        if (Quantity.TryParseDuration(scalar.Value, out var value))
        {
            return value;
        }

        ReportUnit(scalar, name, "a duration", Quantity.DurationUnits, "30s");
        return null;
    }

    private YamlScalar? QuantityText(YamlNode? node, string name, string what, string units)
    {
        if (node is null or YamlScalar)
        {
            return (YamlScalar?)node;
        }

        ReportType(node, name, $"{what} with its unit ({units})");
        return null;
    }

    private void ReportUnit(YamlScalar scalar, string name, string what, string units, string example)
    {
        var reason = scalar.IsPlain && CoreSchema.IsNumber(scalar.Value) ? "has no unit" : $"is not {what}";
        Report(
            BindingDiagnostics.WrongUnit,
            scalar.Span,
            $"`{PathOf(name)}`: \"{Shorten(scalar.Value)}\" {reason}; use {units}",
            PathOf(name),
            $"write a value like {example}"
        );
    }

    private bool QuantityInRange(YamlScalar scalar, string name, long value, long min, long max, Func<double, string> format)
    {
        if (value >= min && value <= max)
        {
            return true;
        }

        Report(
            BindingDiagnostics.OutOfRange,
            scalar.Span,
            $"`{PathOf(name)}` is {Shorten(scalar.Value)}; it must be between {format(min)} and {format(max)}",
            PathOf(name),
            value < min ? $"write {format(min)} or more" : $"write {format(max)} or less"
        );
        return false;
    }
}
