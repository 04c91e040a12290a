using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Syntax;

namespace ConfigKit.Rules;

/// <summary>Every rule by name, and every diagnostic that the compiler can report.</summary>
internal static class RuleList
{
    public static ImmutableArray<DeploymentRule> CreateAll() =>
    [
    ];

    public static ImmutableArray<DiagnosticDescriptor> Descriptors =>
    [
        .. SyntaxDiagnostics.All,
        .. BindingDiagnostics.All,
        .. ResolutionDiagnostics.All,
        .. CreateAll().Select(r => r.Descriptor),
    ];
}
