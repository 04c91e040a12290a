using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>Affinity by labels that the nodes don't have.</summary>
internal sealed class AffinityWithoutLabels() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6031", "Affinity by labels that the nodes do not have", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`kubernetes.gpu_affinity` compares the label nvidia.com/gpu.memory, which NVIDIA's GPU Feature Discovery puts on nodes in MiB. Nodes with other GPUs have no such label, so no node would ever match; AMD's labels name sizes in words, which Kubernetes can't compare.",
        },
        Bad =
            Examples.R1OnH200.Replace("h200-sxm", "mi300x")
            + "kubernetes: {gpu_affinity: true}\ncontainer: {base_image: \"rocm/vllm:rocm7.0\"}\n",
        Good = Examples.R1OnH200 + "kubernetes: {gpu_affinity: true}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!d.Cluster.GpuAffinity || d.Gpu.Vendor == GpuVendor.Nvidia)
        {
            yield break;
        }

        yield return new Finding(
            "kubernetes.gpu_affinity",
            $"nodes with {d.Gpu.Id} have no label nvidia.com/gpu.memory",
            "use `kubernetes.node_selector` with a label of your nodes"
        );
    }
}
