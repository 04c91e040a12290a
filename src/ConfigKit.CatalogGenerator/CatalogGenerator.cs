using System.Collections.Immutable;
using ConfigKit.Generator;
using Microsoft.CodeAnalysis;

namespace ConfigKit.CatalogGenerator;

/// <summary>
/// Turns catalog/*.json into C# that makes the records of Catalog/Entries, so that a run neither parses the files nor makes entries that it
/// does not ask for. It knows no record: fields go to the properties of the same name, whatever they are.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CatalogGenerator : IIncrementalGenerator
{
    private const string Attribute = "ConfigKit.Catalog.Entries.ReadFromAttribute";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context
            .AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(
                static (pair, cancellation) =>
                    pair.Right.GetOptions(pair.Left).TryGetValue("build_metadata.AdditionalFiles.CatalogFile", out var name)
                    && name.Length > 0
                    && pair.Left.GetText(cancellation) is { } text
                        ? new CatalogFile(name.Replace('\\', '/'), Json.Parse(text.ToString()))
                        : null
            )
            .Where(static file => file is not null)
            .Select(static (file, _) => file!)
            .Collect();
        var records = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                Attribute,
                static (_, _) => true,
                static (found, _) =>
                    new CatalogRecord(
                        (string?)found.Attributes[0].ConstructorArguments[0].Value ?? "",
                        (INamedTypeSymbol)found.TargetSymbol
                    )
            )
            .Collect();
        context.RegisterSourceOutput(files.Combine(records), static (output, pair) => Write(output, pair.Left, pair.Right));
    }

    private static void Write(SourceProductionContext output, ImmutableArray<CatalogFile> files, ImmutableArray<CatalogRecord> records)
    {
        var writers = files
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new FileWriter(f, records.FirstOrDefault(r => r.Reads(f.Name))?.Type))
            .ToList();
        foreach (var writer in writers)
        {
            output.AddSource(writer.ClassName + ".g.cs", writer.Class);
        }

        output.AddSource("CatalogFile.g.cs", FileWriter.Index(writers));
    }
}

/// <summary>A file of the catalogue.</summary>
/// <param name="Name">Its path below catalog/.</param>
internal sealed record CatalogFile(string Name, Json Content);

/// <summary>A record and the files that it is read from.</summary>
/// <param name="Pattern">A path below catalog/ whose <c>*</c> stands for what has neither a slash nor a dot.</param>
internal sealed record CatalogRecord(string Pattern, INamedTypeSymbol Type)
{
    public bool Reads(string name)
    {
        var parts = Pattern.Split('*');
        return parts.Length == 1
            ? name == Pattern
            : name.Length >= Pattern.Length
                && name.StartsWith(parts[0], StringComparison.Ordinal)
                && name.EndsWith(parts[1], StringComparison.Ordinal)
                && name.Substring(parts[0].Length, name.Length - Pattern.Length + 1).IndexOfAny(['/', '.']) < 0;
    }
}
