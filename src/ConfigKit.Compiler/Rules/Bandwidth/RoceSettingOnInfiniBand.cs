using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Settings of one kind of fabric on another.</summary>
internal sealed class RoceSettingOnInfiniBand() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5008", "Network setting for another fabric", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        Explanation = new()
        {
            Checks = "`gid_index` and `traffic_class` are RoCE settings; `service_level` and `hca` need RDMA devices.",
            Why =
                "On InfiniBand NCCL ignores GID index and traffic class, on plain Ethernet all of them: what you tuned doesn't "
                + "apply. On RoCE, NCCL from 2.21 finds the RoCE v2 GID itself; a fixed index is right only where every node has "
                + "the same table.",
            Fix = "Remove the key.",
            References = [SourceLinks.NcclVariables],
        },
        Bad = Examples.R1OnTwoNodes.Replace("gpudirect: true", "gpudirect: true, gid_index: 3"),
        Good = Examples.R1OnTwoNodes.Replace("infiniband-ndr", "roce-400g").Replace("gpudirect: true", "gpudirect: true, gid_index: 3"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (network, fabric) = (d.Network, d.Fabric.Value);
        if (fabric.Kind != FabricKind.Roce && network.GidIndex is { } gid)
        {
            yield return Of("gid_index", gid, "RoCE");
        }

        if (fabric.Kind != FabricKind.Roce && network.TrafficClass is { } traffic)
        {
            yield return Of("traffic_class", traffic, "RoCE");
        }

        if (!fabric.IsRdmaCapable && network.ServiceLevel is { } level)
        {
            yield return Of("service_level", level, "InfiniBand");
        }

        Finding Of(string name, int value, string owner) =>
            new(
                $"hardware.network.{name}",
                $"{name} {value} is a {owner} setting; the fabric is {fabric.Id}",
                $"remove `hardware.network.{name}`"
            );
    }
}
