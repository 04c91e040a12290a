using System.Collections.Immutable;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is one word of a closed set.</summary>
internal sealed partial class SectionReader
{
    public T? Choice<T>(
        string name,
        string description,
        ImmutableArray<Choice<T>> choices,
        KeyDefault<T> @default = default,
        string example = ""
    )
        where T : struct, Enum
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Choice, description)
                    {
                        Example = example.Length > 0 ? example : choices[0].Name,
                        Choices = InfoOf(choices),
                    },
                    value => NameOf(value, choices)
                )
        );
        return node is null ? null : ChoiceOf(node, name, choices);
    }

    private T? ChoiceOf<T>(YamlNode node, string name, ImmutableArray<Choice<T>> choices)
        where T : struct, Enum
    {
        if (node is not YamlScalar scalar)
        {
            ReportType(node, name, "one of " + string.Join(", ", choices.Select(c => c.Name)));
            return null;
        }

        foreach (var choice in choices)
        {
            if (choice.Name == scalar.Value)
            {
                return choice.Value;
            }
        }

        var nearest = NearestWord.Find(scalar.Value, choices.Select(c => c.Name));
        Report(
            BindingDiagnostics.UnknownChoice,
            scalar.Span,
            $"`{PathOf(name)}` is one of {string.Join(", ", choices.Select(c => c.Name))}, not `{Shorten(scalar.Value)}`",
            PathOf(name),
            nearest is null ? "" : $"did you mean `{nearest}`?"
        );
        return null;
    }

    private static ImmutableArray<ChoiceInfo> InfoOf<T>(ImmutableArray<Choice<T>> choices)
        where T : struct, Enum => [.. choices.Select(c => new ChoiceInfo(c.Name, c.Description))];

    private static string NameOf<T>(T value, ImmutableArray<Choice<T>> choices)
        where T : struct, Enum => choices.First(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Name;
}
