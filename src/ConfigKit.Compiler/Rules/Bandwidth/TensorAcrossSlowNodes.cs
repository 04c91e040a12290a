using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Tensor ranks on several nodes without a fabric that bears their traffic.</summary>
internal sealed class TensorAcrossSlowNodes() : DeploymentRule(Fault)
{
    // 100 Gb/s in all: an eighth of what the smallest common 8-GPU node with InfiniBand HDR brings.
    private const double LeastBandwidth = 100e9 / 8;

    private static readonly DiagnosticDescriptor Fault = new(
        "CK5001",
        "Tensor parallelism across nodes without a fast fabric",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                Each layer ends in all-reduces over all tensor ranks: for V3, 122 of them for every token. Inside a node they run over NVLink at 300 to 900 GB/s; between nodes they wait for the network twice a layer. Without RDMA (InfiniBand, RoCE) a message passes the kernel's TCP path, tens of microseconds each. Keep tensor parallelism inside the node and use pipeline or data parallelism between nodes; with RDMA and at least 100 Gb/s a node it works, slower. NVL72 racks link GPUs of several trays by NVLink and are left alone.
                """,
        },
        Bad = Examples
            .R1OnTwoNodes.Replace("fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true", "fabric: ethernet-25g")
            .Replace("tensor: 8, pipeline: 2", "tensor: 16"),
        Good = Examples.R1OnTwoNodes,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var spansNodes = d.Nodes > 1 && d.Layout.Tensor > d.GpusPerNode;
        if (!spansNodes || d.Gpu.FormFactor == FormFactor.Nvl72 || (d.IsRdma && d.NodeNetworkBandwidth >= LeastBandwidth))
        {
            yield break;
        }

        var rate = Quantity.FormatRate(d.NodeNetworkBandwidth);
        yield return new Finding(
            "parallelism.tensor",
            $"tensor parallelism {d.Layout.Tensor.Value} spans nodes of {d.GpusPerNode.Value} GPUs over {d.Fabric.Value.Id}: "
                + $"{rate} a node{(d.IsRdma ? "" : " without RDMA")}; it takes RDMA and {Quantity.FormatRate(LeastBandwidth)}",
            Change(d),
            d.Fabric.Why
        );
    }

    private static string Change(Deployment d)
    {
        var tensor = Enumerable
            .Range(1, d.GpusPerNode)
            .LastOrDefault(t => d.GpusPerNode % t == 0 && LayoutResolver.Divides(d.Model.Architecture, d.Quantization, t), 1);
        return $"set `parallelism: {{tensor: {tensor}, pipeline: {d.Nodes}, data: {Math.Max(1, d.GpusPerNode / tensor)}}}`";
    }
}
