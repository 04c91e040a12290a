using System.Collections.Immutable;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Every good example, and configurations that together ask for each object of the kubernetes target.</summary>
internal static class ClusterVariants
{
    private const string OneNode = """
        model: {name: R1, served_name: deepseek-r1}
        hardware: {gpu: h200-sxm, gpus_per_node: 8}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 32768}

        """;

    private const string TwoNodes = """
        model: {name: R1, served_name: deepseek-r1}
        hardware: {nodes: 2, gpu: h100-sxm, gpus_per_node: 8, network: {fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true}}
        parallelism: {tensor: 8, pipeline: 2}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 32768}

        """;

    private const string Image = "container: {image: \"registry.example.com/llm/deepseek-r1:1.0\"}\n";

    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["argo-canary-route-keda-dra-job"] =
            OneNode
            + Image
            + """
                host: {hugepages_1gi: 4}
                rollout: {strategy: canary, spare_gpus: true, canary_weights: [50, 10]}
                security: {api_key: "${env:VLLM_API_KEY}", hugging_face_token: "${file:/run/hf-token}"}
                kubernetes:
                  gpu_allocation: dra
                  gpu_affinity: true
                  anti_affinity: required
                  hugepages_1gi: 4
                  priority: 1000
                  namespace_limits: true
                  default_deny: true
                  host_tuning: true
                  image_pull_secrets: [registry]
                  storage: {download: job, class: cephfs}
                  autoscaling: {min_replicas: 2, max_replicas: 4}
                  route: {gateway: public, gateway_namespace: gw, listener: https, hostnames: [llm.example.com, "*.llm.example.com"], request_timeout: 30h}

                """,
        ["argo-blue-green"] =
            OneNode + "rollout: {strategy: blue_green, spare_gpus: true, analysis_time: 5m}\nobservability: {error_rate: 0.01}\n",
        ["argo-canary-in-place"] = OneNode + "workload: {replicas: 3}\nrollout: {strategy: canary}\n",
        ["plain-blue-green"] =
            OneNode
            + Image
            + "workload: {replicas: 2}\nrollout: {strategy: blue_green, spare_gpus: true, controller: plain}\nkubernetes: {namespace_limits: true}\n",
        ["plain-canary-groups"] = TwoNodes + "workload: {replicas: 3}\nrollout: {strategy: canary, spare_gpus: true, controller: plain}\n",
        ["plain-canary-stateful-set"] =
            OneNode + "rollout: {strategy: canary, spare_gpus: true, controller: plain}\nkubernetes: {workload: stateful_set}\n",
        ["stateful-set-hpa-init"] =
            OneNode
            + """
                security: {hugging_face_token: "${env:HF_TOKEN}"}
                kubernetes:
                  workload: stateful_set
                  storage: {download: init_container, class: local-nvme}
                  autoscaling: {controller: hpa, min_replicas: 1, max_replicas: 3, waiting_requests: 7}

                """,
        ["hpa-of-one"] = OneNode + "kubernetes:\n  autoscaling: {controller: hpa, min_replicas: 1, max_replicas: 1}\n",
        ["hpa-of-two"] = OneNode + "kubernetes:\n  autoscaling: {controller: hpa, min_replicas: 2, max_replicas: 4}\n",
        ["groups-keda-pool"] =
            TwoNodes
            + """
                kubernetes:
                  rdma_resource: rdma/ib
                  autoscaling: {max_replicas: 3, scale_down_delay: 40m}
                  route: {gateway: public, endpoint_picker: epp}

                """,
        ["host-path-host-network"] =
            OneNode
            + "host: {hugepages_2mi: 512}\ncontainer: {user: 1000}\nkubernetes: {host_network: true, priority_class: inference, hugepages_2mi: 512, storage: {kind: host_path}}\n",
        ["host-path-download"] = OneNode + "kubernetes: {storage: {kind: host_path, download: init_container}}\n",
        ["object-store-job"] =
            OneNode.Replace("served_name: deepseek-r1", "served_name: deepseek-r1, path: /models/r1", StringComparison.Ordinal)
            + "kubernetes:\n  namespace_limits: true\n  storage: {source: \"s3://models/r1\", endpoint: \"https://minio.example.com:9000\", download_image: \"ghcr.io/example/aws-cli:2.17.0\", download: job}\n",
        ["object-store-init"] =
            OneNode.Replace("served_name: deepseek-r1", "served_name: deepseek-r1, path: /models/r1", StringComparison.Ordinal)
            + "kubernetes:\n  storage: {source: \"s3://models/r1\", endpoint: \"http://minio.example.com\", download_image: \"ghcr.io/example/aws-cli:2.17.0\"}\n",
        ["recreate-of-gcr"] =
            OneNode + "container: {image: \"eu.gcr.io/example/deepseek-r1:1.0\"}\nworkload: {replicas: 2}\nrollout: {strategy: recreate}\n",
        ["amd-dra"] =
            "model: {name: R1}\nhardware: {gpu: mi300x, gpus_per_node: 8}\ncontainer: {base_image: \"rocm/vllm:rocm7.0\"}\nserving: {engine: vllm, engine_version: \"0.25.0\", max_model_len: 32768}\nkubernetes: {gpu_allocation: dra, namespace_limits: true}\n",
    };

    public static TheoryData<string> Names => [.. AllNames];

    public static IEnumerable<string> AllNames =>
        [
            .. ExamplesTests.AllNames.Where(n => !n.StartsWith("broken-", StringComparison.Ordinal)).Select(n => "examples/" + n),
            .. Own.Keys,
        ];

    public static Compilation Compile(string name) =>
        name.StartsWith("examples/", StringComparison.Ordinal)
            ? ExamplesTests.Compile(name["examples/".Length..])
            : CompileText(Own[name], []);

    /// <summary>With a chart beside the manifests.</summary>
    public static Compilation CompileChart(string name) => CompileText(TextOf(name), ["kubernetes", "helm"]);

    public static string TextOf(string name) =>
        name.StartsWith("examples/", StringComparison.Ordinal)
            ? File.ReadAllText(Path.Combine(Repository.Root, name, "deepseek-config.yaml"))
            : Own[name];

    public static Compilation CompileText(string text, ImmutableArray<string> targets)
    {
        var compilation = ConfigCompiler.Compile(
            new SourceFile("deepseek-config.yaml", text),
            CompilerOptions.Default with
            {
                Targets = targets,
            }
        );
        Assert.False(compilation.HasErrors, string.Join("\n", compilation.Diagnostics.Select(d => $"{d.Id} {d.Message}")));
        return compilation;
    }
}
