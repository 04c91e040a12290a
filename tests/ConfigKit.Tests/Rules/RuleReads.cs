using System.Collections.Immutable;
using ConfigKit.Resolution;
using ConfigKit.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConfigKit.Tests.Rules;

/// <summary>What a rule reads of the deployment, by symbols: through patterns, and through each method that it hands the deployment to.</summary>
internal static class RuleReads
{
    /// <summary>The members of the subject and the deployment that the rule's Find reads, in order.</summary>
    public static ImmutableArray<string> Of(CSharpCompilation compilation, string rule)
    {
        var type = compilation
            .GetSymbolsWithName(rule, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Single(t => t.BaseType?.Name == nameof(DeploymentRule));
        var open = new Queue<ISymbol>(type.GetMembers("Find").Where(m => m.IsOverride));
        var seen = new HashSet<ISymbol>(open, SymbolEqualityComparer.Default);
        var read = new SortedSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var member))
        {
            foreach (var used in Used(compilation, member).Where(IsOfWhole))
            {
                if (used is IPropertySymbol property && !LeadsOn(property))
                {
                    read.Add(property.Name);
                }

                if (seen.Add(used))
                {
                    open.Enqueue(used);
                }
            }
        }

        return [.. read];
    }

    /// <summary>The properties and methods that a member's code uses.</summary>
    private static IEnumerable<ISymbol> Used(CSharpCompilation compilation, ISymbol member) =>
        from reference in member.DeclaringSyntaxReferences
        let syntax = reference.GetSyntax()
        let model = compilation.GetSemanticModel(syntax.SyntaxTree)
        from body in syntax.DescendantNodes().Where(n => n is BlockSyntax or ArrowExpressionClauseSyntax).Take(1)
        from operation in model.GetOperation(body)?.DescendantsAndSelf() ?? []
        select operation switch
        {
            IPropertyReferenceOperation p => p.Property,
            IInvocationOperation i => i.TargetMethod.OriginalDefinition,
            _ => (ISymbol?)null,
        } into used
        where used is not null
        select used;

    /// <summary>Whether a member belongs to the subject or the deployment, or takes one as argument.</summary>
    private static bool IsOfWhole(ISymbol member) =>
        IsWhole(member.ContainingType) || (member is IMethodSymbol method && method.Parameters.Any(p => IsWhole(p.Type)));

    private static bool IsWhole(ITypeSymbol type) => type.Name is nameof(Subject) or nameof(Deployment);

    /// <summary>Whether a property is only a step on the way, or tells where a key stands.</summary>
    private static bool LeadsOn(IPropertySymbol property) =>
        (property.ContainingType.Name, property.Name)
            is
                (nameof(Subject), nameof(Subject.Deployment))
                or
                (nameof(Deployment), nameof(Deployment.Spans));
}
