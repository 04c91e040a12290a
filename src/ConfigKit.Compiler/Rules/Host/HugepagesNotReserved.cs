using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A pod that asks for huge pages that no node has.</summary>
internal sealed class HugepagesNotReserved() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6030", "Pod with more huge pages than a node reserves", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Huge pages are a resource of the node like GPUs: `kubernetes.hugepages_1gi` and `hugepages_2mi` beyond what `host.hugepages_1gi` and `host.hugepages_2mi` reserve leave the pod pending forever. The engines use none.",
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
                $"a pod takes {wanted} huge pages and a node reserves {reserved}",
                $"leave it out, or set `host.{key}: {wanted}`"
            );
        }
    }
}
