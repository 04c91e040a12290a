using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConfigKit.Tests.Rules;

/// <summary>What one section tells by itself is judged by the section's validator; rules are for what takes more.</summary>
public sealed class SectionRulesTests
{
    [Fact]
    public void A_rule_reads_more_than_one_section()
    {
        var sources = CompilerSources();
        foreach (var rule in RuleList.CreateAll())
        {
            var read = sources.ReadBy(rule.GetType().Name);

            Assert.True(read.Count > 0, $"{rule.Descriptor.Id} {rule.GetType().Name} reads nothing of the deployment");
            Assert.False(
                read is [['.', ..] section],
                $"{rule.Descriptor.Id} {rule.GetType().Name} reads {string.Concat(read)[1..]} alone: judge it in that section's validator"
            );
        }
    }

    [Fact]
    public void What_a_section_rule_and_a_rule_over_more_read_is_seen()
    {
        var sources = CompilerSources(
            """
            namespace ConfigKit.Rules;
            internal sealed class One() : DeploymentRule(null!)
            {
                protected override IEnumerable<Finding> Find(Subject s)
                {
                    var d = s.Deployment;
                    if (d.Config is { Host.Swappiness: > 3 } && d.Spans.Has("x") && Helper(d)) yield return new("", "");
                }

                private static bool Helper(ConfigKit.Resolution.Deployment d) => d.Config.Host.NumaBalancing == true;
            }
            internal sealed class Several() : DeploymentRule(null!)
            {
                protected override IEnumerable<Finding> Find(Subject s) => Helper(s) && s.Deployment.Config.Host.NumaBalancing == true ? [] : [];
                private static bool Helper(Subject s) => s.Estimate.CheckpointBytes > 0;
            }
            """
        );

        Assert.Equal([".Host"], sources.ReadBy("One"));
        Assert.Equal([".Host", "Estimate"], sources.ReadBy("Several"));
    }

    private static Sources CompilerSources(string more = "") => new(more);

    /// <summary>The compiler's source, asked by symbols.</summary>
    private sealed class Sources
    {
        private const string Usings = """
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
            global using System.Threading; global using System.Threading.Tasks;
            """;

        private readonly CSharpCompilation _compilation;

        public Sources(string more)
        {
            var options = new CSharpParseOptions(LanguageVersion.Preview);
            var folder = Path.Combine(Repository.Root, "src", "ConfigKit.Compiler");
            var files = Directory
                .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(f => Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin"))
                .Select(File.ReadAllText);
            var references = AppDomain
                .CurrentDomain.GetAssemblies()
                .Where(a => !a.IsDynamic && a.Location.Length > 0 && a.GetName().Name != "ConfigKit.Compiler")
                .Select(a => a.Location)
                .Concat(((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator))
                .Where(path => path.Length > 0 && Path.GetFileName(path) != "ConfigKit.Compiler.dll")
                .DistinctBy(Path.GetFileName)
                .Select(path => MetadataReference.CreateFromFile(path));
            _compilation = CSharpCompilation.Create(
                "Compiler",
                files.Append(Usings).Append(more).Select(text => CSharpSyntaxTree.ParseText(text, options)),
                references,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
            );
        }

        /// <summary>What the Find of a rule reads, through every method that it hands the deployment to: sections with a dot before them.</summary>
        public List<string> ReadBy(string rule)
        {
            var type = _compilation
                .GetSymbolsWithName(rule, SymbolFilter.Type)
                .OfType<INamedTypeSymbol>()
                .Single(t => t.BaseType?.Name == nameof(DeploymentRule));
            var open = new Queue<ISymbol>(type.GetMembers("Find").Where(m => m is IMethodSymbol { IsOverride: true }));
            var seen = new HashSet<ISymbol>(open, SymbolEqualityComparer.Default);
            var read = new SortedSet<string>(StringComparer.Ordinal);
            while (open.TryDequeue(out var member))
            {
                foreach (var operation in Operations(member))
                {
                    var used = operation switch
                    {
                        IPropertyReferenceOperation p => (ISymbol)p.Property,
                        IInvocationOperation i => i.TargetMethod.OriginalDefinition,
                        _ => null,
                    };
                    if (used is IPropertySymbol property && Name(property) is { Length: > 0 } name)
                    {
                        read.Add(name);
                    }
                    else if (used is not null && TakesDeployment(used) && seen.Add(used))
                    {
                        open.Enqueue(used);
                    }
                }
            }

            return [.. read];
        }

        private static string Name(IPropertySymbol property) =>
            (property.ContainingType.Name, property.Name) switch
            {
                (nameof(Subject), nameof(Subject.Deployment))
                or (nameof(Deployment), nameof(Deployment.Config) or nameof(Deployment.Spans)) => "",
                (nameof(Subject) or nameof(Deployment), var name) => name,
                (nameof(DeepSeekConfig), var name) => "." + name,
                _ => "",
            };

        private static bool TakesDeployment(ISymbol member) =>
            member is IMethodSymbol method
            && method.Parameters.Select(p => p.Type.Name).Append(method.IsStatic ? "" : method.ContainingType.Name).Any(IsWhole);

        private static bool IsWhole(string type) => type is nameof(Subject) or nameof(Deployment) or nameof(DeepSeekConfig);

        private IEnumerable<IOperation> Operations(ISymbol member)
        {
            foreach (var reference in member.DeclaringSyntaxReferences)
            {
                var syntax = reference.GetSyntax();
                var model = _compilation.GetSemanticModel(syntax.SyntaxTree);
                var bodies = syntax.ChildNodes().Where(n => n is BlockSyntax or ArrowExpressionClauseSyntax);
                foreach (var operation in bodies.Select(b => model.GetOperation(b)).OfType<IOperation>())
                {
                    foreach (var one in operation.DescendantsAndSelf())
                    {
                        yield return one;
                    }
                }
            }
        }
    }
}
