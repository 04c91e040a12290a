using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ConfigKit.Tests.Targets;
using ConfigKit.Text;

namespace ConfigKit.Tests.Rendering;

/// <summary>
/// Every tag of every template is reached by some configuration of the tests. A member that a template misspells fails
/// where it is reached (CK1101), so none can be misspelt unseen.
/// </summary>
public sealed partial class TemplateCoverageTests
{
    /// <summary>Configurations for what neither examples nor cases ask for.</summary>
    private static readonly ImmutableArray<string> Own =
    [
        // Six nodes of NVIDIA under tuned, traces without a backend, an image by digest.
        """
            model: {name: R1, served_name: r1, revision: abc123}
            hardware: {nodes: 6, gpu: h200-sxm, gpus_per_node: 8, cpu: {sockets: 2, cores: 112}, memory: 2TiB, network: {fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true}}
            parallelism: {tensor: 8, pipeline: 6}
            serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 32768}
            host: {hugepages_1gi: 8}
            kubernetes: {runtime_class: nvidia, workload: deployment}
            container: {image: "registry.example.com/r1:1"}
            compliance: {recipients: [Operator], transfers: [Norway]}
            observability: {tracing: {otlp_endpoint: "http://collector:4317"}}
            operations: {}
            systemd: {tuned: true}
            environments: {staging: {image: "registry.example.com/r1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}

            """,
        // Two of the GPUs by index, a key in a file.
        """
            model: {name: R1-Distill-Qwen-7B}
            hardware: {gpu: h100-sxm, gpu_id: [2, 3]}
            parallelism: {tensor: 2}
            serving: {engine: sglang, engine_version: "0.5.5", max_model_len: 8192}
            host: {gpu_numa_nodes: [1, 1], numa_nodes: 2}
            security: {api_key: "${file:/run/secrets/key}"}
            framework: {name: tensorflow}
            operations: {}
            systemd: {}
            helm: {}
            gateway: {jwt: {issuer: "https://id.example.com", audiences: [a], jwks_uri: "https://id.example.com/keys"}}

            """,
        // AMD: no label of a product, no DCGM.
        """
            model: {name: R1}
            hardware: {gpu: mi300x, gpus_per_node: 8}
            parallelism: {tensor: 8}
            serving: {engine: sglang, engine_version: "0.5.5", max_model_len: 8192}
            operations: {}
            systemd: {}
            helm: {}
            gateway: {jwt: {issuer: "https://id.example.com", audiences: [a], jwks_uri: "https://id.example.com/keys"}}

            """,
        // TensorRT-LLM by option file, on one NUMA node.
        """
            model: {name: R1, revision: abc123}
            hardware: {gpu: b200, gpu_id: [0, 1, 2, 3, 4, 5, 6, 7]}
            parallelism: {tensor: 8}
            serving: {engine: tensorrt-llm, engine_version: "1.2.1", max_model_len: 32768, max_num_batched_tokens: 8192, attention_backend: TRTLLM, speculative: {method: ngram, num_tokens: 3}}
            host: {gpu_numa_nodes: [0, 0, 0, 0, 0, 0, 0, 0], numa_nodes: 2}
            security: {hugging_face_token: "${env:HF_TOKEN}"}
            triton: {}
            operations: {}
            systemd: {}

            """,
        // TensorRT-LLM with settings of its cache.
        """
            model: {name: R1}
            hardware: {gpu: b200, gpus_per_node: 8}
            parallelism: {tensor: 8}
            serving: {engine: tensorrt-llm, engine_version: "1.2.1", max_model_len: 32768, block_size: 64, enable_prefix_caching: true, kv_cache_memory: 60GiB, kv_offload: {size: 400GiB}}
            triton: {}

            """,
    ];

    [Fact]
    public void Every_tag_is_reached()
    {
        var tags = new List<string>();
        var templates = Directory
            .EnumerateFiles(Folder, "*.sbn", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/'))
            .ToImmutableDictionary(n => n, n => new SourceFile(n, Marked(n, tags)), StringComparer.Ordinal);
        var reached = new HashSet<int>();
        foreach (var text in Corpus())
        {
            var compilation = ConfigCompiler.Compile(
                new SourceFile("deepseek-config.yaml", text),
                CompilerOptions.Default with
                {
                    Templates = templates,
                }
            );
            Assert.DoesNotContain(compilation.Diagnostics, d => d.Id == "CK1101");
            foreach (var mark in compilation.Files.SelectMany(f => Mark().Matches(f.Content)))
            {
                reached.Add(int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
        }

        var missed = tags.Where((_, i) => !reached.Contains(i)).ToList();
        Assert.True(missed.Count == 0, "no configuration reaches\n" + string.Join("\n", missed));
    }

    private static string Folder => Path.Combine(Repository.Root, "templates");

    private static IEnumerable<string> Corpus() =>
        [
            .. ExamplesTests.AllNames.Select(n => File.ReadAllText(Path.Combine(Repository.Root, "examples", n, "deepseek-config.yaml"))),
            .. CaseTests.AllConfigurations,
            .. ClusterVariants.AllNames.Select(ClusterVariants.TextOf),
            .. Own,
        ];

    /// <summary>The template with a mark before each tag, and after one that begins another branch.</summary>
    private static string Marked(string name, List<string> tags)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        return Tag()
            .Replace(
                text,
                m =>
                {
                    var words = m.Groups[1].Value.Trim();
                    if (words == "end")
                    {
                        return m.Value;
                    }

                    var line = text[..m.Index].Count(c => c == '\n') + 1;
                    var mark = string.Create(CultureInfo.InvariantCulture, $"@@{tags.Count}@@");
                    tags.Add($"{name}:{line} {m.Value}");
                    return words.StartsWith("else", StringComparison.Ordinal) ? m.Value + mark : mark + m.Value;
                }
            );
    }

    [GeneratedRegex(@"\{\{-?(.*?)-?\}\}", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex("@@([0-9]+)@@")]
    private static partial Regex Mark();
}
