using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>A group of files that `compile` writes.</summary>
internal enum TargetKind
{
    Docker,
    Sysctl,
    Nccl,
    Kubernetes,
    Runtime,
    Monitoring,
    Gateway,
    Compliance,
    Helm,
    Systemd,
    Operations,
    Triton,
    Framework,
}

internal static class TargetChoices
{
    public static ImmutableArray<Choice<TargetKind>> All { get; } =
    [
        new("docker", TargetKind.Docker, "Dockerfile, .dockerignore and compose.yaml"),
        new(
            "sysctl",
            TargetKind.Sysctl,
            "sysctl.d file, a script that applies, checks and reverts host settings, and one that checks a node before the start"
        ),
        new("nccl", TargetKind.Nccl, "environment file for NCCL, GLOO, UCX and NVSHMEM"),
        new("kubernetes", TargetKind.Kubernetes, "manifests with a kustomization.yaml"),
        new("monitoring", TargetKind.Monitoring, "Prometheus configuration and alerts, the same for its operator, and a Grafana dashboard"),
        new("systemd", TargetKind.Systemd, "units that run the engine on the node itself, laid out as in /etc"),
        new(
            "operations",
            TargetKind.Operations,
            "benchmark and capture scripts, capacity worksheet, topology drawings and a Nagios plugin"
        ),
        new("triton", TargetKind.Triton, "Triton model repository for TensorRT-LLM"),
        new(
            "framework",
            TargetKind.Framework,
            "settings for loading the model in plain PyTorch or TensorFlow, and a plan of its checkpoint's pieces"
        ),
        new("runtime", TargetKind.Runtime, "the resolved plan as canonical JSON"),
        new("gateway", TargetKind.Gateway, "nginx and Envoy before the engine: TLS 1.3, tokens, roles, limits"),
        new(
            "compliance",
            TargetKind.Compliance,
            "log shipping and retention (Fluent Bit, Loki, logrotate), a DPIA draft and a record of processing"
        ),
        new("helm", TargetKind.Helm, "a Helm chart of the manifests"),
    ];
}
