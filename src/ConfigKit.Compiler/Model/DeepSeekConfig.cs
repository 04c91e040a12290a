using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Syntax;

namespace ConfigKit.Model;

/// <summary>A whole deepseek-config.yaml as written: what is left out is null or empty; nothing is decided here.</summary>
internal sealed record DeepSeekConfig
{
    public int? Version { get; init; }
    public required ModelSection Model { get; init; }
    public required HardwareSection Hardware { get; init; }
    public required ParallelismSection Parallelism { get; init; }
    public required ServingSection Serving { get; init; }
    public required WorkloadSection Workload { get; init; }
    public required HostSection Host { get; init; }
    public required ContainerSection Container { get; init; }
    public required KubernetesSection Kubernetes { get; init; }
    public required SecuritySection Security { get; init; }
    public required ComplianceSection Compliance { get; init; }
    public required ObservabilitySection Observability { get; init; }
    public required RolloutSection Rollout { get; init; }
    public SystemdSection? Systemd { get; init; }
    public OperationsSection? Operations { get; init; }
    public TritonSection? Triton { get; init; }

    /// <summary>The user's own values, typed by the service that reads them.</summary>
    public YamlMapping? Runtime { get; init; }

    /// <summary>What to write; empty when left out.</summary>
    public ImmutableArray<TargetKind> Targets { get; init; }

    public static DeepSeekConfig Bind(SectionReader s) => new()
    {
        Version = s.Integer("version", "Version of this file format.", 1, 1, @default: "1", example: "1"),
        Model = s.Section("model", "Which model is served.", ModelSection.Bind),
        Hardware = s.Section("hardware", "The machines that serve it.", HardwareSection.Bind),
        Parallelism = s.Section("parallelism", "How the model is divided over the GPUs.", ParallelismSection.Bind),
        Serving = s.Section("serving", "The inference engine and its settings.", ServingSection.Bind),
        Workload = s.Section("workload", "What the deployment must bear; checked against hardware and layout.", WorkloadSection.Bind),
        Host = s.Section("host", "Operating system settings of each node.", HostSection.Bind),
        Container = s.Section("container", "The container image.", ContainerSection.Bind),
        Kubernetes = s.Section("kubernetes", "How the deployment appears in a cluster.", KubernetesSection.Bind),
        Security = s.Section("security", "Access to the endpoint and isolation of the GPUs.", SecuritySection.Bind),
        Compliance = s.Section("compliance", "Record keeping.", ComplianceSection.Bind),
        Observability = s.Section("observability", "Metrics and logs.", ObservabilitySection.Bind),
        Rollout = s.Section("rollout", "How a new version replaces the old one.", RolloutSection.Bind),
        Systemd = s.OptionalSection("systemd", "The engine as a service of the node itself, without containers.", SystemdSection.Bind),
        Operations = s.OptionalSection("operations", "Scripts and sheets for those who run the deployment.", OperationsSection.Bind),
        Triton = s.OptionalSection("triton", "TensorRT-LLM behind Triton Inference Server.", TritonSection.Bind),
        Runtime = s.Free("runtime", "Your own values for the service that reads this file; carried into the runtime target as they are.", example: "{prompt_version: v3, max_retries: 2}"),
        Targets = s.Choices("targets", "What `compile` writes.", TargetChoices.All, @default: "docker, sysctl, nccl, kubernetes, monitoring, runtime, and those whose section is stated", example: "[docker, kubernetes]"),
    };

    /// <summary>Every key, in the order of the records.</summary>
    public static ImmutableArray<KeyInfo> Keys => SectionReader.Describe(Bind);
}
