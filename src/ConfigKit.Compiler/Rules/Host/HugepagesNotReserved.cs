using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A pod that asks for huge pages that no node has.</summary>
internal sealed class HugepagesNotReserved() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK6030",
        "Pod requests more huge pages than the node reserves",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks = "`kubernetes.hugepages_1gi` and `hugepages_2mi` against `host.hugepages_1gi` and `hugepages_2mi`.",
            Why = "Huge pages are a node resource like GPUs: the pod stays pending forever. The engines use none.",
            Formula = """
                pages of the pod <= pages of the node
                16 > 0
                """,
            Fix = "Remove the request, or reserve the pages on the node, which takes them from its RAM.",
            References = [SourceLinks.KubernetesHugePages],
        },
        Bad = Examples.R1OnH200 + "kubernetes: {hugepages_1gi: 16}\n",
        Good = Examples.R1OnH200 + "host: {hugepages_1gi: 16}\nkubernetes: {hugepages_1gi: 16}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (k, host) = (d.Cluster, d.Host);
        (string Key, int Wanted, int Reserved)[] kinds =
        [
            ("hugepages_1gi", k.Hugepages1Gi, host.Hugepages1Gi),
            ("hugepages_2mi", k.Hugepages2Mi, host.Hugepages2Mi),
        ];
        foreach (var (key, wanted, reserved) in kinds.Where(h => h.Wanted > h.Reserved))
        {
            yield return new Finding(
                $"kubernetes.{key}",
                $"the pod requests {wanted} huge pages, but the node reserves {reserved}",
                $"remove it, or set `host.{key}: {wanted}`"
            );
        }
    }
}
