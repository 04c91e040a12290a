using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConfigKit.Tests.Architecture;

/// <summary>Lines and methods of src stay short enough to read at a glance.</summary>
public sealed class DensityTests
{
    private const int Columns = 140;
    private const int Lines = 40;

    // What is wider or longer, each with its reason. These lists may only shrink.
    private static readonly Dictionary<string, string> WideFiles = new(StringComparer.Ordinal)
    {
        ["ConfigKit.Cli/Commands/HookCommand.cs"] = "a command line of the written script",
    };

    private static readonly Dictionary<string, string> LongMethods = new(StringComparer.Ordinal)
    {
        ["ConfigKit.Compiler/Catalog/HuggingFaceConfig.cs Architecture"] = "a table: one row per member",
        ["ConfigKit.Compiler/Resolution/EngineResolver.cs Serving"] = "a table: one row per setting",
        ["ConfigKit.Compiler/Resolution/Resolver.cs Decide"] = "a table: one row per part of the deployment, in the order they are decided",
        ["ConfigKit.Compiler/Resolution/Settings/ClusterResolver.cs Resolve"] = "a table: one row per setting",
        ["ConfigKit.Compiler/Resolution/Settings/GatewaySettings.cs Resolve"] = "a table: one row per setting",
        ["ConfigKit.Compiler/Rules/RuleList.cs CreateAll"] = "a table: one row per rule",
        ["ConfigKit.Compiler/Targets/Compliance/ComplianceView.cs Of"] = "a table: one row per member of the view",
        ["ConfigKit.Compiler/Targets/Compliance/ComplianceView.cs ToScript"] = "a table: one row per member of the view",
        ["ConfigKit.Compiler/Targets/Kubernetes/KubernetesView.cs Of"] = "a table: one row per member of the view",
        ["ConfigKit.Compiler/Targets/Kubernetes/KubernetesView.cs ToScript"] = "a table: one row per member of the view",
    };

    /// <summary>A section declares one key per row.</summary>
    private static bool DeclaresKeys(string method) =>
        method.StartsWith("ConfigKit.Compiler/Model/", StringComparison.Ordinal) && method.EndsWith(".cs Bind", StringComparison.Ordinal);

    private static readonly Lazy<(string Path, string Text)[]> Sources = new(() =>
    {
        var root = Path.Combine(Repository.Root, "src");
        return
        [
            .. Directory
                .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(f => (Path: Path.GetRelativePath(root, f).Replace('\\', '/'), File: f))
                .Where(f => !f.Path.Split('/').Any(part => part is "obj" or "bin"))
                .OrderBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => (f.Path, File.ReadAllText(f.File))),
        ];
    });

    [Fact]
    public void No_line_is_wider_than_140_columns()
    {
        var wide = Sources.Value.SelectMany(s => WideLines(s.Text).Select(line => (s.Path, Line: line))).ToArray();

        var wrong = wide.Where(w => !WideFiles.ContainsKey(w.Path)).Select(w => $"{w.Path}:{w.Line}").ToArray();
        Assert.True(wrong.Length == 0, $"wider than {Columns} columns:\n{string.Join('\n', wrong)}");
        Assert.Equal([], WideFiles.Keys.Except(wide.Select(w => w.Path)));
    }

    [Fact]
    public void No_method_is_longer_than_40_lines()
    {
        var methods = Sources
            .Value.SelectMany(s => LongBodies(s.Text).Select(m => (Name: $"{s.Path} {m.Name}", m.Length)))
            .Where(m => !DeclaresKeys(m.Name))
            .ToArray();

        var wrong = methods.Where(m => !LongMethods.ContainsKey(m.Name)).Select(m => $"{m.Name}: {m.Length}").ToArray();
        Assert.True(wrong.Length == 0, $"longer than {Lines} lines:\n{string.Join('\n', wrong)}");
        Assert.Equal([], LongMethods.Keys.Except(methods.Select(m => m.Name)));
    }

    [Fact]
    public void A_wide_line_and_a_long_method_are_seen()
    {
        Assert.Equal([2], WideLines("short\n" + new string('x', Columns + 1) + "\r\n" + new string('x', Columns) + "\r\n"));

        string Method(int lines) =>
            $"class C\n{{\n    void M()\n    {{\n{string.Concat(Enumerable.Repeat("        M();\n", lines))}    }}\n}}\n";
        Assert.Empty(LongBodies(Method(Lines)));
        Assert.Equal([("M", Lines + 1)], LongBodies(Method(Lines + 1)));
    }

    private static IEnumerable<int> WideLines(string text) =>
        text.Split('\n').Index().Where(l => l.Item.TrimEnd('\r').Length > Columns).Select(l => l.Index + 1);

    /// <summary>Lines between the braces of a body, or those of an expression.</summary>
    private static IEnumerable<(string Name, int Length)> LongBodies(string text)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        foreach (var node in CSharpSyntaxTree.ParseText(text, options).GetRoot().DescendantNodes())
        {
            (string? name, BlockSyntax? block, SyntaxNode? expression) = node switch
            {
                MethodDeclarationSyntax m => (m.Identifier.Text, m.Body, m.ExpressionBody),
                ConstructorDeclarationSyntax c => (c.Identifier.Text, c.Body, c.ExpressionBody),
                LocalFunctionStatementSyntax f => (f.Identifier.Text, f.Body, f.ExpressionBody),
                PropertyDeclarationSyntax p => (p.Identifier.Text, null, p.ExpressionBody),
                AccessorDeclarationSyntax a => (a.Keyword.Text, a.Body, a.ExpressionBody),
                _ => default((string?, BlockSyntax?, SyntaxNode?)),
            };
            var length =
                block is not null ? LineOf(block.CloseBraceToken) - LineOf(block.OpenBraceToken) - 1
                : expression is not null ? LineOf(expression.GetLastToken()) - LineOf(expression.GetFirstToken().GetNextToken()) + 1
                : 0;
            if (name is not null && length > Lines)
            {
                yield return (name, length);
            }
        }
    }

    private static int LineOf(SyntaxToken token) => token.GetLocation().GetMappedLineSpan().StartLinePosition.Line;
}
