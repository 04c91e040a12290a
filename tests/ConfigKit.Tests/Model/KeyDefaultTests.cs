using System.Reflection;
using ConfigKit.Binding;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Tests.Model;

/// <summary>What users read of a default is what applies.</summary>
public sealed class KeyDefaultTests
{
    /// <summary>What brings further targets.</summary>
    private const string Sections = """
        gateway: {jwt: {issuer: "https://id.example.com", audiences: [a], jwks_uri: "https://id.example.com/keys"}}
        compliance: {controller: Example, purposes: [p], legal_basis: contract, data_categories: [c], data_subjects: [s], recipients: [], transfers: [], location: here}
        observability: {tracing: {otlp_endpoint: "http://collector:4317"}}
        systemd: {}
        operations: {}
        helm: {}
        framework: {}

        """;

    private const string OneNode =
        """
            model: {name: R1, served_name: r1}
            hardware: {gpu: h200-sxm, gpus_per_node: 8, cpu: {sockets: 2, cores: 112}, memory: 2TiB}
            parallelism: {tensor: 8}
            serving: {max_model_len: 32768, speculative: {}}
            workload: {requests_per_second: 1, input_tokens: 1000, output_tokens: 100, time_to_first_token: 10s}
            kubernetes: {autoscaling: {}, route: {gateway: public, hostnames: [llm.example.com], endpoint_picker: epp}}

            """ + Sections;

    private const string SeveralNodes =
        """
            model: {name: R1, served_name: r1}
            hardware: {nodes: 2, gpu: h100-sxm, gpus_per_node: 8, network: {fabric: infiniband-ndr}}
            parallelism: {tensor: 16}
            serving: {max_model_len: 32768}

            """ + Sections;

    private const string Canary = """
        model: {name: R1-Distill-Qwen-7B, served_name: r1}
        hardware: {gpu: h100-sxm}
        serving: {max_model_len: 32768}
        workload: {replicas: 4}
        rollout: {strategy: canary, spare_gpus: true}

        """;

    private const string Triton =
        """
            model: {name: nvidia/DeepSeek-R1-FP4, served_name: r1}
            hardware: {gpu: b200, gpus_per_node: 8}
            parallelism: {tensor: 8}
            serving: {engine: tensorrt-llm, max_model_len: 32768}
            triton: {}

            """ + Sections;

    /// <summary>
    /// Stating these does more than give a value: a revision is handed to the engine as pinned, the figure counts as
    /// measured, and TensorRT-LLM's options hold prefix caching only where it is stated.
    /// </summary>
    private static readonly string[] MeansMoreWhenStated =
    [
        "model.revision",
        "serving.enable_prefix_caching",
        "workload.acceptance_length",
    ];

    public static TheoryData<string> Values =>
        [.. ReferencePages.Flatten(ConfigCompiler.Keys).Where(k => k.DefaultKind == DefaultKind.Value).Select(k => k.Path)];

    public static TheoryData<string> Bases => [OneNode, SeveralNodes, Canary, Triton];

    /// <summary>The words, taken as what a user writes, give the value that the declaration holds.</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public void The_words_read_as_the_value(string path)
    {
        var key = KeyAt(path);
        var (config, _, _) = Bind(Document([key]));

        object? value = config;
        foreach (var part in path.Split('.'))
        {
            value = PropertyOf(value!.GetType(), part).GetValue(value);
        }

        if (value is System.Collections.IEnumerable and not string)
        {
            Assert.Equal(
                ((System.Collections.IEnumerable)key.DefaultValue!).Cast<object>(),
                ((System.Collections.IEnumerable)value).Cast<object>()
            );
        }
        else
        {
            Assert.Equal(key.DefaultValue, value);
        }
    }

    /// <summary>Stating a default changes nothing of what is written: what users read is what applies.</summary>
    [Theory]
    [MemberData(nameof(Bases))]
    public void A_default_may_as_well_be_stated(string below)
    {
        var (_, spans, _) = Bind(below);
        var keys = ReferencePages
            .Flatten(ConfigCompiler.Keys)
            .Where(k => k.DefaultKind == DefaultKind.Value && !MeansMoreWhenStated.Contains(k.Path))
            .Where(k => !spans.Has(k.Path) && HasItsSections(k.Path, spans))
            .ToList();
        var without = Compile(below, "x-nothing: here\n");

        Assert.False(without.HasErrors, string.Join("\n", without.Diagnostics.Select(d => d.Message)));
        Assert.True(keys.Count > 40, $"only {keys.Count} keys");
        if (Differences(without, Compile(below, Document(keys))).Any())
        {
            var faults = keys.SelectMany(k =>
                Differences(without, Compile(below, Document([k]))).Select(d => $"{k.Path}: {k.Default}: {d}")
            );
            Assert.Fail(string.Join("\n", faults));
        }
    }

    /// <summary>A member such as <c>PortDefault</c> is the default of the key that is bound to <c>Port</c>.</summary>
    [Fact]
    public void Each_declared_default_is_that_of_its_key()
    {
        var declared = Declared(typeof(DeepSeekConfig), ConfigCompiler.Keys).ToList();
        var valued = ReferencePages.Flatten(ConfigCompiler.Keys).Where(k => k.DefaultValue is not null).Select(k => k.Path);

        Assert.Equal(valued.Order(StringComparer.Ordinal), declared.Select(d => d.Key.Path).Order(StringComparer.Ordinal));
        Assert.All(declared, d => Assert.Equal(d.Value, d.Key.DefaultValue));
    }

    private static IEnumerable<(KeyInfo Key, object? Value)> Declared(Type section, IEnumerable<KeyInfo> keys)
    {
        foreach (var key in keys)
        {
            var property = PropertyOf(section, key.Name);
            if (section.GetProperty(property.Name + "Default", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is { } stated)
            {
                yield return (key, stated.GetType().GetProperty("Value")!.GetValue(stated));
            }

            if (key.Type == KeyType.Section)
            {
                foreach (var inner in Declared(property.PropertyType, key.Children))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>Optional sections that the base leaves out would come into being with the key.</summary>
    private static bool HasItsSections(string path, SpanTable spans)
    {
        var parts = path.Split('.');
        return Enumerable
            .Range(1, parts.Length - 1)
            .Select(n => string.Join('.', parts[..n]))
            .All(section => !KeyAt(section).IsOptionalSection || spans.Has(section));
    }

    /// <summary>What differs, but for the copy of the user's own file in the runtime target.</summary>
    private static IEnumerable<string> Differences(Compilation without, Compilation stated) =>
        stated.HasErrors
            ? stated.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message)
            : without
                .Files.Concat(stated.Files)
                .Where(f => !f.Path.StartsWith("runtime/", StringComparison.Ordinal))
                .GroupBy(f => f.Path)
                .Where(g => g.Count() != 2 || g.First().Content != g.Last().Content)
                .Select(g => g.Key);

    private static Compilation Compile(string below, string above) =>
        ConfigCompiler.Compile(
            new SourceFile("deepseek-config.x.yaml", above),
            CompilerOptions.Default with
            {
                Below = new SourceFile("deepseek-config.yaml", below),
                Targets =
                [
                    .. ConfigCompiler
                        .Vocabulary.Targets.Select(t => t.Name)
                        .Where(t =>
                            t is not (TargetNames.Triton or TargetNames.Gateway or TargetNames.Compliance)
                            || below.Contains(t + ":", StringComparison.Ordinal)
                        ),
                ],
            }
        );

    private static (DeepSeekConfig Config, SpanTable Spans, DiagnosticBag Bag) Bind(string text)
    {
        var bag = new DiagnosticBag(new SourceFile("deepseek-config.yaml", text));
        var (config, spans) = ConfigBinder.Bind(YamlReader.Read(bag.File, bag)!, ConfigCompiler.Vocabulary, bag);
        return (config, spans, bag);
    }

    private static KeyInfo KeyAt(string path) => ReferencePages.Flatten(ConfigCompiler.Keys).Single(k => k.Path == path);

    /// <summary>A file that states the defaults of these keys.</summary>
    private static string Document(IReadOnlyCollection<KeyInfo> keys) => "{" + Mapping([.. keys.Select(k => (k.Path, k.Default))]) + "}";

    private static string Mapping(IReadOnlyCollection<(string Path, string Value)> entries) =>
        string.Join(
            ", ",
            entries
                .GroupBy(e => e.Path.Split('.')[0])
                .Select(g =>
                    g.First().Path == g.Key
                        ? $"{g.Key}: {g.First().Value}"
                        : $"{g.Key}: {{{Mapping([.. g.Select(e => (e.Path[(g.Key.Length + 1)..], e.Value))])}}}"
                )
        );

    private static PropertyInfo PropertyOf(Type section, string key) =>
        section
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Single(p => p.Name.Equals(key.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
}
