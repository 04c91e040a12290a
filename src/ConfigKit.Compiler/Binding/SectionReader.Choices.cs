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
        where T : struct, Enum =>
        WordOf(node, name, [.. choices.Select(c => c.Name)]) is { } word ? choices.First(c => c.Name == word).Value : null;

    /// <summary>One of the words; null when it is another, which is reported.</summary>
    private string? WordOf(YamlNode node, string name, ImmutableArray<string> words)
    {
        if (node is not YamlScalar scalar)
        {
            ReportType(node, name, "one of " + string.Join(", ", words));
            return null;
        }

        if (words.Contains(scalar.Value))
        {
            return scalar.Value;
        }

        var nearest = NearestWord.Find(scalar.Value, words);
        Report(
            BindingDiagnostics.UnknownChoice,
            scalar.Span,
            $"`{PathOf(name)}` is one of {string.Join(", ", words)}, not `{Shorten(scalar.Value)}`",
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
