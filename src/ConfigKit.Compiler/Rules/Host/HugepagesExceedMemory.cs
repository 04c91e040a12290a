using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>More huge pages than the node can give.</summary>
internal sealed class HugepagesExceedMemory() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6011", "Huge pages exceed host RAM", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks = "Reserved huge pages are taken from RAM for good, and neither vLLM nor SGLang uses them.",
            Why = "The kernel reserves as many as it can at boot and leaves the engine too little RAM to start.",
            Formula = """
                hugepages_2mi × 2 MiB + hugepages_1gi × 1 GiB < RAM
                1,200 × 1 GiB > 1,024 GiB
                """,
            Fix = "Remove the huge pages unless another program needs them.",
            References = [SourceLinks.HugePages],
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
            $"reserved huge pages take {Quantity.FormatBytes(memory - usable)} of {Quantity.FormatBytes(memory)} of RAM",
            "remove them: the engines don't use huge pages"
        );
    }
}
