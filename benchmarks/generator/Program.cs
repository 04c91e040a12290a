using System.Diagnostics;
using ConfigKit;
using ConfigKit.Generator;
using ConfigKit.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

// Times the generator on a file of 200 keys: the first run of a process, a run whose model changed, and a run after an
// edit of unrelated C#. Not a test.
const int Keys = 200;
const int Runs = 30;
var yaml =
    "model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\nruntime:\n"
    + string.Concat(
        Enumerable
            .Range(0, Keys)
            .Select(i => i % 10 == 0 ? $"  group_{i}:\n" : $"    key_{i}: {(i % 3 == 0 ? "text" : i % 3 == 1 ? "1.5" : "[1, 2]")}\n")
    );
var model = ConfigCompiler.Model(new SourceFile("deepseek-config.yaml", yaml), [], CompilerOptions.Default).Json;
var compilation = CSharpCompilation.Create(
    "Service",
    [CSharpSyntaxTree.ParseText("class A { }")],
    [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]
);

var file = new ModelFile(model);
GeneratorDriver driver = CSharpGeneratorDriver.Create([new ConfigGenerator().AsSourceGenerator()], [file], optionsProvider: new Options());
var watch = Stopwatch.StartNew();
driver = driver.RunGenerators(compilation);
Console.WriteLine($"{Keys} keys, {driver.GetRunResult().GeneratedTrees.Sum(t => t.Length):N0} characters of C#");
Console.WriteLine($"first run of a process      {watch.Elapsed.TotalMilliseconds, 9:F2} ms");

Console.WriteLine(
    $"changed model, median       {Median(i => driver.ReplaceAdditionalText(file, new ModelFile(model.Replace("\"text\"", $"\"text{i}\"", StringComparison.Ordinal))).RunGenerators(compilation)), 9:F2} ms"
);
Console.WriteLine(
    $"edit elsewhere, median      {Median(i => driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"class B{i} {{ }}")))), 9:F2} ms"
);

static double Median(Action<int> run)
{
    var times = new List<double>();
    for (var i = 0; i < Runs; i++)
    {
        var watch = Stopwatch.StartNew();
        run(i);
        times.Add(watch.Elapsed.TotalMilliseconds);
    }

    return times.Order().ElementAt(Runs / 2);
}

internal sealed class ModelFile(string json) : AdditionalText
{
    public override string Path => "obj/DeepSeekConfig.json";

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(json);
}

internal sealed class Options : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new() { ["build_property.RootNamespace"] = "My.Service" });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        new Values(new() { ["build_metadata.AdditionalFiles.DeepSeekConfigType"] = "DeepSeekConfig" });

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
