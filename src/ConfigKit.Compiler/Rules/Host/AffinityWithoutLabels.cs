using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>Affinity by labels that the nodes don't have.</summary>
internal sealed class AffinityWithoutLabels() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6031", "Node affinity on labels the nodes don't have", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`kubernetes.gpu_affinity` compares the label `nvidia.com/gpu.memory`, which NVIDIA's GPU Feature Discovery sets "
                + "in MiB, on nodes with other GPUs.",
            Why = "No node matches, so the pods stay pending. AMD's labels name sizes in words, which Kubernetes can't compare.",
            Fix = "Use `kubernetes.node_selector` with a label of your nodes.",
            References =
            [
                new(
                    "NVIDIA GPU Feature Discovery",
                    "https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md"
                ),
                new("Kubernetes: node affinity", "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity"),
            ],
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
            $"nodes with {d.Gpu.Id} don't have the label nvidia.com/gpu.memory",
            "use `kubernetes.node_selector` with a label of your nodes"
        );
    }
}
