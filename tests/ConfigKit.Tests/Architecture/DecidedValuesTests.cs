using ConfigKit.Model;
using ConfigKit.Resolution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConfigKit.Tests.Architecture;

/// <summary>What the file leaves out is decided once, in Resolution: whatever comes later asks the deployment, not the file.</summary>
public sealed class DecidedValuesTests
{
    private static readonly string[] Later = ["Estimation", "Changes", "Rules", "Rendering", "Targets", "ServiceModel", "Search"];

    /// <summary>FluentValidation's validators judge the sections themselves.</summary>
    private const string Validators = "Rules/Sections/";

    // Sections that the deployment hands on as they are: what differs in an environment, and the GPU's figures as stated.
    private static readonly string[] HandedOn = [nameof(EnvironmentSection), nameof(GpuSection)];

    public static TheoryData<string> Files =>
        [.. CompilerSources.Uses.Keys.Where(f => Later.Contains(f.Split('/')[0]) && !f.StartsWith(Validators, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_key_is_read_from_the_file_once_it_is_decided(string file)
    {
        var tree = CompilerSources.Compilation.SyntaxTrees.Single(t => t.FilePath == file);
        var wrong = Wrong(CompilerSources.Compilation, tree).ToList();

        Assert.True(wrong.Count == 0, $"{file}: ask {nameof(Deployment)} instead of {string.Join(", ", wrong)}");
    }

    [Fact]
    public void Reading_a_section_and_applying_a_default_are_seen()
    {
        var tree = CSharpSyntaxTree.ParseText(
            """
            namespace ConfigKit.Targets;

            internal static class Late
            {
                public static int Port(Model.GatewaySection g, int? own) => g is { Port: 1 } ? 2 : own ?? Model.GatewaySection.PortDefault;

                public static int? Replicas(Model.DeepSeekConfig c, Model.EnvironmentSection e) => c.Workload.Replicas ?? e.Replicas;

                public static string Words() => Model.ServingSection.KvCacheDtypes[0].Name;
            }
            """,
            new CSharpParseOptions(LanguageVersion.Preview)
        );

        Assert.Equal(
            ["GatewaySection.Port", "GatewaySection.PortDefault", "DeepSeekConfig.Workload", "WorkloadSection.Replicas"],
            Wrong(CompilerSources.Compilation.AddSyntaxTrees(tree), tree)
        );
    }

    /// <summary>Keys that are read of a section, and defaults that are applied; words and limits of a key may be named.</summary>
    private static IEnumerable<string> Wrong(CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        return from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            let member = model.GetSymbolInfo(name).Symbol as IPropertySymbol
            where member is not null && IsOfFile(member.ContainingType) && (!member.IsStatic || IsFallback(name))
            select $"{member.ContainingType.Name}.{member.Name}";
    }

    private static bool IsOfFile(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString() == typeof(DeepSeekConfig).Namespace
        && (type.Name == nameof(DeepSeekConfig) || type.Name.EndsWith("Section", StringComparison.Ordinal))
        && !HandedOn.Contains(type.Name);

    /// <summary>Whether a name stands to the right of <c>??</c>.</summary>
    private static bool IsFallback(SimpleNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is MemberAccessExpressionSyntax)
        {
            node = node.Parent;
        }

        return node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce && coalesce.Right == node;
    }
}
