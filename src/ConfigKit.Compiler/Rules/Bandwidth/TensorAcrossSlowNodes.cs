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
            Checks =
                "`tensor` is larger than the GPUs of a node, and the nodes are joined without RDMA or by less than 100 Gb/s in "
                + "all. NVL72 racks, whose NVLink spans several trays, are exempt.",
            Why =
                "Every layer waits for all-reduces over all tensor ranks, two per layer. Inside a node they run over NVLink; "
                + "between nodes without RDMA each goes through the kernel's TCP stack, tens of microseconds at a time.",
            Formula = """
                2 × layers all-reduces per step
                DeepSeek-V3: 2 × 61 = 122; at 30 µs each 3.7 ms per step, before any byte is sent
                """,
            Fix =
                "Keep `tensor` within a node and use `pipeline` or `data` between nodes. With InfiniBand or RoCE and at least 100 "
                + "Gb/s per node it works, only slower.",
            References = [SourceLinks.VllmScaling],
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
            $"tensor parallelism {d.Layout.Tensor.Value} spans nodes of {d.GpusPerNode.Value} GPUs over {d.Fabric.Value.Id} "
                + $"({rate} per node{(d.IsRdma ? "" : ", no RDMA")}); it needs RDMA and {Quantity.FormatRate(LeastBandwidth)} per node",
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
