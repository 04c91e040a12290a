namespace ConfigKit.Targets.Kubernetes;

/// <summary>A check of a manifest linter that is failed on purpose.</summary>
internal sealed record LintWaiver(LintTool Tool, string Check, string Reason);

/// <summary>A program that judges manifests.</summary>
internal enum LintTool
{
    KubeLinter,
    KubeScore,
    Polaris,
    Trivy,
}
