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

    /// <summary>One of the words of a list that later folders bring.</summary>
    public string? Word(
        string name,
        string description,
        ImmutableArray<ChoiceInfo> words,
        KeyDefault<string> @default = default,
        string example = ""
    )
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    new KeyInfo(PathOf(name), name, KeyType.Choice, description)
                    {
                        Example = example.Length > 0 ? example : words[0].Name,
                        Choices = words,
                    },
                    value => value
                )
        );
        return node is not null && IndexOf(node, name, [.. words.Select(w => w.Name)]) is { } index ? words[index].Name : null;
    }

    private T? ChoiceOf<T>(YamlNode node, string name, ImmutableArray<Choice<T>> choices)
        where T : struct, Enum => IndexOf(node, name, [.. choices.Select(c => c.Name)]) is { } index ? choices[index].Value : null;

    /// <summary>Which of the words a node is; reports what is none.</summary>
    private int? IndexOf(YamlNode node, string name, ImmutableArray<string> words)
    {
        if (node is not YamlScalar scalar)
        {
            ReportType(node, name, "one of " + string.Join(", ", words));
            return null;
        }

        if (words.IndexOf(scalar.Value) is >= 0 and var index)
        {
            return index;
        }

        var nearest = NearestWord.Find(scalar.Value, words);
        Report(
            BindingDiagnostics.UnknownChoice,
            scalar.Span,
            $"`{PathOf(name)}` must be one of {string.Join(", ", words)}, not `{Shorten(scalar.Value)}`",
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
