namespace ConfigKit.Model;

/// <summary>The targets of which settings and rules speak; the list of all is that of <see cref="Vocabulary.Targets"/>.</summary>
internal static class TargetNames
{
    public const string Kubernetes = "kubernetes";
    public const string Gateway = "gateway";
    public const string Compliance = "compliance";
    public const string Helm = "helm";
    public const string Triton = "triton";
    public const string Framework = "framework";
}
