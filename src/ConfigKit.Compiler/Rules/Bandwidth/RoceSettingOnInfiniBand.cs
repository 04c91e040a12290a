using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Settings of one kind of fabric on another.</summary>
internal sealed class RoceSettingOnInfiniBand() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5008", "Network setting of another fabric", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "`gid_index` and `traffic_class` belong to RoCE: on native InfiniBand NCCL ignores them, on plain Ethernet there is nothing to set. `service_level` and `hca` need RDMA devices. NCCL from 2.21 on finds the RoCE v2 GID by itself; a fixed index is right only where each node's table is alike.",
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
                $"leave `hardware.network.{name}` out"
            );
    }
}
