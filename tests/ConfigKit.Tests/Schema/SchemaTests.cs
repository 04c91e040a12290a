using ConfigKit.Binding;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Rules;
using ConfigKit.Syntax;
using ConfigKit.Tests.Targets;
using ConfigKit.Text;
using NJsonSchema;

namespace ConfigKit.Tests.Schema;

public sealed class SchemaTests
{
    [Fact]
    public void Schema_is_current() =>
        Repository.AssertCurrent("schemas/deepseek-config.schema.json", SchemaWriter.Text(ConfigCompiler.Keys));

    [Fact]
    public void Reference_is_current() => Repository.AssertCurrent("docs/reference.md", ReferencePages.Reference(ConfigCompiler.Keys));

    [Fact]
    public void Every_diagnostic_has_a_current_page()
    {
        var sources = Sources();
        foreach (var descriptor in ConfigCompiler.Descriptors)
        {
            var source = sources.First(s => s.Text.Contains($"\"{descriptor.Id}\",", StringComparison.Ordinal)).Path;
            Repository.AssertCurrent(
                $"docs/diagnostics/{descriptor.Id}.md",
                $"{DiagnosticPages.Page(descriptor)}\n## In the source\n\n[{source}](../../{source})\n"
            );
        }

        Repository.AssertCurrent("docs/diagnostics/README.md", DiagnosticPages.Index(ConfigCompiler.Descriptors));
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "diagnostics")).Length;
        Assert.Equal(ConfigCompiler.Descriptors.Length + 1, pages);
    }

    private static List<(string Path, string Text)> Sources() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src", "ConfigKit.Compiler"), "*.cs", SearchOption.AllDirectories)
                .Select(f => (Path: Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'), File: f))
                .Where(f => !f.Path.Contains("/obj/", StringComparison.Ordinal))
                .OrderBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => (f.Path, File.ReadAllText(f.File))),
        ];

    /// <summary>What a schema can't say: keys that need or exclude each other, and the user's own types.</summary>
    private static readonly string[] BeyondSchema = ["CK2006", "CK2007", "CK2010", "CK2011", "CK2012", "CK2013"];

    /// <summary>Schema and binder judge the same files alike, but for that list and ranges of sizes with units (CK2004).</summary>
    [Fact]
    public async Task Schema_and_binder_accept_and_reject_the_same_files()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "schemas", "deepseek-config.schema.json"));
        var sizes = ReferencePages.Flatten(ConfigCompiler.Keys).Where(k => k.Type == KeyType.Size).Select(k => k.Path).ToHashSet();
        var differences = new List<string>();
        foreach (var text in Corpus())
        {
            var bag = new DiagnosticBag(new SourceFile("deepseek-config.yaml", text));
            if (YamlReader.Read(bag.File, bag) is not { } root || bag.HasErrors)
            {
                continue;
            }

            ConfigBinder.Bind(root, ConfigCompiler.Vocabulary, bag);
            var accepted = !bag.ToSorted().Any(d => !BeyondSchema.Contains(d.Id) && !(d.Id == "CK2004" && sizes.Contains(d.Key)));
            var errors = schema.Validate(YamlAsJson.Write(root));
            if (accepted != (errors.Count == 0))
            {
                differences.Add(
                    $"binder {(accepted ? "accepts" : "rejects")}, schema says {string.Join("; ", errors)}: {text.ReplaceLineEndings(" ")} {string.Join("; ", bag.ToSorted().Select(d => d.Message))}"
                );
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    /// <summary>A second judge, which editors use: ajv says of the whole corpus what NJsonSchema says.</summary>
    [ProgramFact("node", "$CONFIGKIT_NODE_MODULES")]
    public async Task Ajv_judges_alike()
    {
        var file = Path.Combine(Repository.Root, "schemas", "deepseek-config.schema.json");
        var schema = await JsonSchema.FromFileAsync(file);
        var documents = Corpus()
            .Select(text => new DiagnosticBag(new SourceFile("deepseek-config.yaml", text)))
            .Select(bag => (bag, root: YamlReader.Read(bag.File, bag)))
            .Where(d => d.root is not null && !d.bag.HasErrors)
            .Select(d => YamlAsJson.Write(d.root!))
            .Distinct()
            .ToList();
        Assert.True(documents.Count > 2000, $"only {documents.Count} documents");
        var corpus = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(corpus, "[" + string.Join(",\n", documents) + "]");
            const string Script =
                "const [modules, schema, corpus] = process.argv.slice(1); const Ajv = require(modules + '/ajv'); const read = f => JSON.parse(require('fs').readFileSync(f, 'utf8'));"
                + " const validate = new Ajv({ strict: false, logger: false }).compile(read(schema)); console.log(read(corpus).map(d => validate(d) ? 1 : 0).join(''));";
            var (exit, output) = Programs.Run(
                "node",
                "-e",
                Script,
                Environment.GetEnvironmentVariable("CONFIGKIT_NODE_MODULES") ?? "",
                file,
                corpus
            );

            Assert.True(exit == 0, output);
            var differing = documents
                .Zip(output.Trim())
                .Where(d => (schema.Validate(d.First).Count == 0) != (d.Second == '1'))
                .Select(d => $"ajv {(d.Second == '1' ? "accepts" : "rejects")} {d.First}");
            Assert.Empty(differing);
        }
        finally
        {
            File.Delete(corpus);
        }
    }

    [Fact]
    public void Every_example_names_its_schema()
    {
        foreach (
            var file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "examples"),
                "deepseek-config*.yaml",
                SearchOption.AllDirectories
            )
        )
        {
            Assert.StartsWith(
                "# yaml-language-server: $schema=../../schemas/deepseek-config.schema.json\n",
                File.ReadAllText(file),
                StringComparison.Ordinal
            );
        }
    }

    /// <summary>Examples of all diagnostics, each also with every value replaced by values of other types.</summary>
    private static IEnumerable<string> Corpus()
    {
        string[] others = ["true", "7", "-1", "1.5", "\"text\"", "[]", "[a]", "{}", "{a: b}", "80GiB", "80", "~", "30s", "400Gbps", "auto"];
        foreach (var text in RuleList.Descriptors.SelectMany(d => new[] { d.Bad, d.Good }).Where(t => t.Length > 0).Distinct())
        {
            yield return text;
        }

        foreach (
            var file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "examples"),
                "deepseek-config.yaml",
                SearchOption.AllDirectories
            )
        )
        {
            yield return File.ReadAllText(file);
        }

        foreach (
            var file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "tests/ConfigKit.Tests/Cases"),
                "*.txt",
                SearchOption.AllDirectories
            )
        )
        {
            var lines = File.ReadAllLines(file).SkipWhile(l => !l.StartsWith("-- deepseek-config.yaml", StringComparison.Ordinal)).Skip(1);
            yield return string.Join("\n", lines.TakeWhile(l => !l.StartsWith("-- ", StringComparison.Ordinal))) + "\n";
        }

        foreach (var key in ReferencePages.Flatten(ConfigCompiler.Keys).Where(k => k.Type != KeyType.Section))
        {
            foreach (var value in others.Append(key.Example).Where(v => v.Length > 0))
            {
                var parts = key.Path.Split('.');
                yield return parts.Length switch
                {
                    1 => $"model: {{name: R1}}\n{key.Path}: {value}\n",
                    _ => string.Concat(parts[..^1].Select((p, i) => new string(' ', i * 2) + p + ":\n"))
                        + new string(' ', (parts.Length - 1) * 2)
                        + parts[^1]
                        + ": "
                        + value
                        + "\n"
                        + (parts[..^1].SequenceEqual(["hardware", "gpu"]) && parts[^1] != "name" ? "    name: h100-sxm\n" : "")
                        + (parts[..^1].SequenceEqual(["serving", "kv_offload"]) && parts[^1] != "size" ? "    size: 200GiB\n" : "")
                        + (parts[..^1].SequenceEqual(["kubernetes", "route"]) && parts[^1] != "gateway" ? "    gateway: public\n" : "")
                        + (
                            parts[..^1].SequenceEqual(["observability", "tracing"]) && parts[^1] != "otlp_endpoint"
                                ? "    otlp_endpoint: http://collector:4317\n"
                                : ""
                        ),
                };
            }
        }
    }
}
