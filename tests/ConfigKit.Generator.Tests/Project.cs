using System.Collections.Immutable;
using System.Reflection;
using ConfigKit.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConfigKit.Generator.Tests;

/// <summary>A project as the compiler sees it: models in obj/, properties, C#.</summary>
internal static class Project
{
    public const string Minimal = """
        model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}
        hardware: {gpu: h100-sxm, gpus_per_node: 1}

        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p =>
                !Path.GetFileName(p).StartsWith("ConfigKit.", StringComparison.Ordinal) || Path.GetFileName(p) == "ConfigKit.Runtime.dll"
            )
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The JSON that the build writes to obj/.</summary>
    public static string Model(string yaml, params (string Environment, string Yaml)[] overlays)
    {
        var model = ConfigCompiler.Model(
            new SourceFile("deepseek-config.yaml", yaml),
            [.. overlays.Select(o => (o.Environment, new SourceFile($"deepseek-config.{o.Environment}.yaml", o.Yaml)))],
            CompilerOptions.Default
        );
        Assert.True(
            model.Json.Length > 0,
            string.Join("\n", model.Compilations.SelectMany(c => c.Diagnostics).Select(d => $"{d.Id}: {d.Message}"))
        );
        return model.Json;
    }

    public static CSharpCompilation Compilation(string code = "", LanguageVersion version = LanguageVersion.CSharp9) =>
        CSharpCompilation.Create(
            "Service",
            [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(version, DocumentationMode.Diagnose))],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                warningLevel: 9999
            )
        );

    public static GeneratorDriver Driver(
        IEnumerable<AdditionalText> files,
        LanguageVersion version = LanguageVersion.CSharp9,
        params (string Name, string Value)[] properties
    ) =>
        CSharpGeneratorDriver.Create(
            [new ConfigGenerator().AsSourceGenerator()],
            files,
            new CSharpParseOptions(version, DocumentationMode.Diagnose),
            new Options([
                ("build_property.RootNamespace", "My.Service"),
                ("build_property._DeepSeekConfigTypes", "DeepSeekConfig"),
                .. properties,
            ]),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );

    public static AdditionalText File(string json, string type = "DeepSeekConfig") => new ModelFile(type, json);

    /// <summary>The generated code alone.</summary>
    public static string Generate(string json, params (string Name, string Value)[] properties) =>
        string.Join(
            "\n",
            Driver([File(json)], LanguageVersion.CSharp9, properties)
                .RunGenerators(Compilation())
                .GetRunResult()
                .GeneratedTrees.Select(t => t.ToString())
        );

    /// <summary>Compiles generated code with no warning and loads it.</summary>
    public static Assembly Load(string json, string code = "", LanguageVersion version = LanguageVersion.CSharp9)
    {
        Driver([File(json)], version)
            .RunGeneratorsAndUpdateCompilation(Compilation(code, version), out var compilation, out var diagnostics);
        Assert.Empty(diagnostics);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Hidden));
        return Assembly.Load(image.ToArray());
    }

    /// <summary>What a static method or property of the service returns.</summary>
    public static object? Value(Assembly assembly, string type, string member, params object?[] arguments) =>
        assembly
            .GetType("My.Service." + type, throwOnError: true)!
            .InvokeMember(
                member,
                BindingFlags.Public | BindingFlags.Static | BindingFlags.InvokeMethod | BindingFlags.GetProperty | BindingFlags.GetField,
                null,
                null,
                arguments,
                System.Globalization.CultureInfo.InvariantCulture
            );

    private sealed class ModelFile(string type, string json) : AdditionalText
    {
        public override string Path => $"obj/{type}.json";

        public string Type => type;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(json);
    }

    private sealed class Options(IEnumerable<(string Name, string Value)> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Values(textFile is ModelFile file ? [("build_metadata.AdditionalFiles.DeepSeekConfigType", file.Type)] : []);
    }

    private sealed class Values(IEnumerable<(string Name, string Value)> values) : AnalyzerConfigOptions
    {
        private readonly Dictionary<string, string> _values = values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            _values.TryGetValue(key, out value);
    }
}
