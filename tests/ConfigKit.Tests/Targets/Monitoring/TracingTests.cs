using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>OpenTelemetry by engine, and a collector whose parts fit together.</summary>
public sealed class TracingTests
{
    [Theory]
    [InlineData(
        "vllm",
        "0.25.0",
        "otlp_endpoint: \"http://c:4317\", detailed: true",
        "--otlp-traces-endpoint http://c:4317 --collect-detailed-traces all",
        "grpc"
    )]
    [InlineData(
        "vllm",
        "0.25.0",
        "otlp_endpoint: \"https://c:4318/v1/traces\", protocol: http/protobuf",
        "--otlp-traces-endpoint https://c:4318/v1/traces",
        "http/protobuf"
    )]
    [InlineData("sglang", "0.5.15", "otlp_endpoint: \"http://c:4317\"", "--enable-trace --otlp-traces-endpoint c:4317", "grpc")]
    [InlineData("tensorrt-llm", "1.2.1", "otlp_endpoint: \"http://c:4317\"", "--otlp_traces_endpoint http://c:4317", "grpc")]
    public void Engine_sends_traces(string engine, string version, string tracing, string arguments, string protocol)
    {
        var files = Compile(engine, version, tracing).Files.ToDictionary(f => f.Path, f => f.Content);
        var dockerfile = files["docker/Dockerfile"];

        Assert.Contains(string.Join("\", \"", arguments.Split(' ')), dockerfile, StringComparison.Ordinal);
        Assert.Contains("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=" + protocol, dockerfile, StringComparison.Ordinal);
        Assert.Contains("OTEL_SERVICE_NAME=deepseek-r1", dockerfile, StringComparison.Ordinal);
        Assert.Equal(tracing.Contains("https", StringComparison.Ordinal), !dockerfile.Contains("INSECURE", StringComparison.Ordinal));
        Assert.Contains(
            $"- port: {(tracing.Contains("4318", StringComparison.Ordinal) ? 4318 : 4317)}\n",
            files["kubernetes/networkpolicy.yaml"],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("otlp_endpoint: \"http://c:4317\"")]
    [InlineData("otlp_endpoint: \"http://c:4318/v1/traces\", protocol: http/protobuf, backend: \"https://tempo:4317\"")]
    public void Collector_names_only_parts_that_it_has(string tracing)
    {
        var file = Compile("vllm", "0.25.0", tracing).Files.Single(f => f.Path == "monitoring/otel-collector.yaml");
        var bag = new DiagnosticBag(new SourceFile(file.Path, file.Content));
        var root = YamlReader.Read(bag.File, bag) as YamlMapping ?? throw new InvalidOperationException(file.Content);
        var pipeline = (YamlMapping)Value((YamlMapping)Value((YamlMapping)Value(root, "service"), "pipelines"), "traces");

        foreach (var kind in (string[])["receivers", "processors", "exporters"])
        {
            var named = ((YamlSequence)Value(pipeline, kind)).Items.Select(i => ((YamlScalar)i).Value).Order(StringComparer.Ordinal);
            Assert.Equal(((YamlMapping)Value(root, kind)).Entries.Select(e => e.Key.Value).Order(StringComparer.Ordinal), named);
        }
    }

    [Fact]
    public void Without_the_key_nothing_is_traced()
    {
        var files = ConfigCompiler
            .Compile(
                new SourceFile(
                    "deepseek-config.yaml",
                    "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {max_model_len: 8192}\n"
                ),
                CompilerOptions.Default
            )
            .Files;

        Assert.DoesNotContain(
            files,
            f =>
                f.Path.Contains("otel", StringComparison.Ordinal)
                || f.Content.Contains("OTEL_", StringComparison.Ordinal)
                || f.Content.Contains("otlp", StringComparison.Ordinal)
        );
    }

    private static Compilation Compile(string engine, string version, string tracing)
    {
        var compilation = ConfigCompiler.Compile(
            new SourceFile(
                "deepseek-config.yaml",
                $"model: {{name: R1}}\nhardware: {{gpu: h200-sxm, gpus_per_node: 8}}\nserving: {{engine: {engine}, engine_version: \"{version}\", max_model_len: 8192}}\nobservability: {{tracing: {{{tracing}}}}}\n"
            ),
            CompilerOptions.Default
        );
        Assert.False(compilation.HasErrors, string.Join("; ", compilation.Diagnostics.Select(d => d.Message)));
        return compilation;
    }

    private static YamlNode Value(YamlMapping mapping, string key) => mapping.Entries.Single(e => e.Key.Value == key).Value;
}
