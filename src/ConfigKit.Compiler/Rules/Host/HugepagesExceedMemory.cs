using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>More huge pages than the node can give.</summary>
internal sealed class HugepagesExceedMemory() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6011", "Huge pages exceed host memory", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Reserved huge pages are taken from main memory for good, and neither vLLM nor SGLang uses them: `hugepages_2mi × 2 MiB + hugepages_1gi × 1 GiB` must leave the engine what it needs.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 1TiB") + "host: {hugepages_1gi: 1200}\n",
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 1TiB") + "host: {hugepages_1gi: 64}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var usable = HostMemoryBelowShare.Usable(s.Deployment);
        if (s.Deployment.Node.Memory is not { } memory || usable > 0)
        {
            yield break;
        }

        yield return new Finding(
            "host.hugepages_1gi",
            $"reserved huge pages take {Quantity.FormatBytes(memory - usable)} of {Quantity.FormatBytes(memory)} of main memory",
            "leave the huge pages out: the engines do not use them"
        );
    }
}
