using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConfigKit.Generator;

/// <summary>A model as text and the type that it becomes.</summary>
internal sealed record ModelText(string TypeName, string Section, string Text)
{
    private const string Metadata = "build_metadata.AdditionalFiles.";

    /// <summary>Null for files that are no models.</summary>
    public static ModelText? Of(AdditionalText file, AnalyzerConfigOptions options, CancellationToken cancellation) =>
        options.TryGetValue(Metadata + "DeepSeekConfigType", out var name) && name.Length > 0 && file.GetText(cancellation) is { } text
            ? new ModelText(
                name,
                options.TryGetValue(Metadata + "DeepSeekConfigSection", out var section) && section.Length > 0 ? section : "DeepSeek",
                text.ToString()
            )
            : null;
}
