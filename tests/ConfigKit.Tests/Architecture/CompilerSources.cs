using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConfigKit.Tests.Architecture;

/// <summary>The sources of the compiler with their symbols: which file uses which.</summary>
internal static class CompilerSources
{
    private const string Folder = "src/ConfigKit.Compiler";

    // What the project file and the SDK add to each source.
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Severity = ConfigKit.Diagnostics.Severity;
        """;

    private static readonly Lazy<CSharpCompilation> Lazy = new(Compile);
    private static readonly Lazy<ImmutableSortedDictionary<string, ImmutableSortedSet<string>>> LazyUses = new(FindUses);

    public static CSharpCompilation Compilation => Lazy.Value;

    /// <summary>File to the other files whose types it names; paths relative to the compiler's folder, with forward slashes.</summary>
    public static ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Uses => LazyUses.Value;

    private static CSharpCompilation Compile()
    {
        var root = Path.Combine(Repository.Root, Folder);
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => (Path: Path.GetRelativePath(root, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Path.StartsWith("obj/", StringComparison.Ordinal) && !f.Path.StartsWith("bin/", StringComparison.Ordinal))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f.File), options, f.Path))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings, options));
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation.Create(
            "ConfigKit.Compiler",
            trees,
            assemblies
                .Where(a => !Path.GetFileName(a).StartsWith("ConfigKit.Compiler", StringComparison.Ordinal))
                .Select(a => MetadataReference.CreateFromFile(a)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
    }

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<string>> FindUses() =>
        Compilation
            .SyntaxTrees.Where(t => t.FilePath.Length > 0)
            .ToImmutableSortedDictionary(
                t => t.FilePath,
                t => UsesOf(t).Where(f => f != t.FilePath).ToImmutableSortedSet(StringComparer.Ordinal),
                StringComparer.Ordinal
            );

    private static IEnumerable<string> UsesOf(SyntaxTree tree)
    {
        var model = Compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes().Where(n => n is SimpleNameSyntax or BaseObjectCreationExpressionSyntax))
        {
            var symbol = model.GetSymbolInfo(node).Symbol;
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            foreach (var reference in type?.OriginalDefinition.DeclaringSyntaxReferences ?? [])
            {
                yield return reference.SyntaxTree.FilePath;
            }
        }
    }
}
