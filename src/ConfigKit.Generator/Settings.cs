using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConfigKit.Generator;

/// <summary>What the project states; equal by value, because a step is cached by what it holds.</summary>
/// <param name="Namespace">Namespace of the generated types; empty: the global one.</param>
/// <param name="NamesOfTypes">Types that the project will have, separated by commas.</param>
/// <param name="NeedsIsExternalInit">Whether the framework lacks the type that <c>init</c> needs.</param>
internal sealed record Settings(string Namespace, string NamesOfTypes, bool NeedsIsExternalInit)
{
    public IEnumerable<string> TypeNames => NamesOfTypes.Split([','], StringSplitOptions.RemoveEmptyEntries).Distinct();

    public static Settings Of(AnalyzerConfigOptions options)
    {
        options.TryGetValue("build_property.DeepSeekConfigNamespace", out var stated);
        options.TryGetValue("build_property.RootNamespace", out var root);
        options.TryGetValue("build_property._DeepSeekConfigTypes", out var types);
        options.TryGetValue("build_property.DeepSeekConfigEmitIsExternalInit", out var shim);
        return new Settings(
            NamespaceOf(string.IsNullOrEmpty(stated) ? root : stated),
            types ?? "",
            string.Equals(shim, "true", StringComparison.OrdinalIgnoreCase)
        );
    }

    /// <summary>A root namespace is a project's name, which need not be C#.</summary>
    private static string NamespaceOf(string? name)
    {
        var parts = (name ?? "")
            .Split(['.'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part =>
            {
                var text = new StringBuilder();
                foreach (var c in part)
                {
                    text.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
                }

                if (!SyntaxFacts.IsIdentifierStartCharacter(text[0]))
                {
                    text.Insert(0, '_');
                }

                var identifier = text.ToString();
                return SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;
            });
        return string.Join(".", parts);
    }
}
