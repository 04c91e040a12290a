using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Syntax;

namespace ConfigKit.Model;

/// <summary>A whole deepseek-config.yaml as written: what is left out is null or empty; nothing is decided here.</summary>
internal sealed record DeepSeekConfig
{
    public int? Version { get; init; }

    /// <summary>Files with entries of the user's own; default when left out.</summary>
    public ImmutableArray<string> Catalog { get; init; }

    public required ModelSection Model { get; init; }
    public required HardwareSection Hardware { get; init; }
    public required ParallelismSection Parallelism { get; init; }
    public required ServingSection Serving { get; init; }
    public required WorkloadSection Workload { get; init; }
    public required HostSection Host { get; init; }
    public required ContainerSection Container { get; init; }
    public required KubernetesSection Kubernetes { get; init; }
    public required SecuritySection Security { get; init; }
    public GatewaySection? Gateway { get; init; }
    public ComplianceSection? Compliance { get; init; }
    public required ObservabilitySection Observability { get; init; }
    public required RolloutSection Rollout { get; init; }
    public required ImmutableSortedDictionary<string, EnvironmentSection> Environments { get; init; }
    public HelmSection? Helm { get; init; }
    public SystemdSection? Systemd { get; init; }
    public OperationsSection? Operations { get; init; }
    public TritonSection? Triton { get; init; }
    public FrameworkSection? Framework { get; init; }

    /// <summary>The user's own values, typed by the service that reads them.</summary>
    public YamlMapping? Runtime { get; init; }

    /// <summary>The whole document that was bound; null when it is empty.</summary>
    public YamlMapping? Document { get; init; }

    /// <summary>Type hints for <see cref="Runtime"/> by path.</summary>
    public required ImmutableSortedDictionary<string, string> RuntimeTypes { get; init; }

    /// <summary>Names of what to write; empty when left out.</summary>
    public ImmutableArray<string> Targets { get; init; }

    /// <summary>What the command names to be written instead; empty: nothing.</summary>
    public ImmutableArray<string> NamedTargets { get; init; } = [];

    public static Default<int> VersionDefault { get; } = new(1);

    public static DeepSeekConfig Bind(SectionReader s, Vocabulary words) =>
        new()
        {
            Version = s.Integer("version", "Version of this file format.", 1, 1, @default: VersionDefault, example: "1"),
            Catalog = s.Texts(
                "catalog",
                "JSON files with models, GPUs and engine releases of your own, relative to this file, in the format of catalog/; "
                    + "later ones win, and an entry of ConfigKit is redefined only with `replace: true`.",
                example: "[./our-models.json]"
            ),
            Model = s.Section("model", "Which model is served.", ModelSection.Bind),
            Hardware = s.Section("hardware", "The machines that serve it.", HardwareSection.Bind),
            Parallelism = s.Section("parallelism", "How the model is split across the GPUs.", ParallelismSection.Bind),
            Serving = s.Section("serving", "The inference engine and its settings.", r => ServingSection.Bind(r, words)),
            Workload = s.Section("workload", "Expected load, checked against hardware and layout.", WorkloadSection.Bind),
            Host = s.Section("host", "Operating system settings of each node.", HostSection.Bind),
            Container = s.Section("container", "The container image.", ContainerSection.Bind),
            Kubernetes = s.Section("kubernetes", "How the deployment runs in a Kubernetes cluster.", KubernetesSection.Bind),
            Security = s.Section("security", "Access to the endpoint and isolation of the GPUs.", SecuritySection.Bind),
            Gateway = s.OptionalSection(
                "gateway",
                "The gateway in front of the engine: TLS, tokens, roles and limits.",
                GatewaySection.Bind
            ),
            Compliance = s.OptionalSection("compliance", "Log retention and records under GDPR and AI Act.", ComplianceSection.Bind),
            Observability = s.Section("observability", "Metrics, logs and traces.", ObservabilitySection.Bind),
            Rollout = s.Section("rollout", "How a new version replaces the old one.", RolloutSection.Bind),
            Environments = s.Sections(
                "environments",
                "Environments by name, each with its differences; each becomes a kustomize overlay.",
                KubernetesNames.Label,
                "a DNS label such as staging",
                EnvironmentSection.Bind
            ),
            Helm = s.OptionalSection("helm", "The Helm chart.", HelmSection.Bind),
            Systemd = s.OptionalSection("systemd", "The engine as a systemd service, without containers.", SystemdSection.Bind),
            Operations = s.OptionalSection("operations", "Scripts and worksheets for operators.", OperationsSection.Bind),
            Triton = s.OptionalSection("triton", "TensorRT-LLM behind Triton Inference Server.", TritonSection.Bind),
            Framework = s.OptionalSection(
                "framework",
                "The model in a plain framework, to try it without a serving engine.",
                FrameworkSection.Bind
            ),
            Runtime = s.Free(
                "runtime",
                "Your own values for the service that reads this file; copied to the runtime target unchanged.",
                example: "{prompt_version: v3, max_retries: 2}"
            ),
            RuntimeTypes = s.Map(
                "runtime_types",
                "Types of values in `runtime` by dotted path, where the value alone doesn't show the type.",
                RuntimePathPattern,
                "a dotted path such as retry.delay or backends[].url",
                example: "{retry.delay: duration, backends: list(uri)}"
            ),
            Targets = s.Words(
                "targets",
                "What `compile` writes.",
                [.. words.Targets.Select(t => new ChoiceInfo(t.Name, t.Description))],
                @default: Default.Rule(words.DefaultOf("targets")),
                example: "[docker, kubernetes]"
            ),
        };

    private const string RuntimePathPattern = @"^[^.\[\]]+(\[\])*(\.[^.\[\]]+(\[\])*)*$";

    /// <summary>Every key, in the order of the records.</summary>
    public static ImmutableArray<KeyInfo> Keys(Vocabulary words) => SectionReader.Describe(s => Bind(s, words));
}
