using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Tensor ranks on several nodes without a fabric that bears their traffic.</summary>
internal sealed class TensorAcrossSlowNodes : ValidatorRule
{
    // 100 Gb/s in all: an eighth of what the smallest common 8-GPU node with InfiniBand HDR brings.
    private const double LeastBandwidth = 100e9 / 8;

    private static readonly DiagnosticDescriptor Fault = new(
        "CK5001",
        "Tensor parallelism across nodes without a fast fabric",
        Severity.Error
    )
    {
        Explanation = """
            Each layer ends in all-reduces over all tensor ranks: for V3, 122 of them for every token. Inside a node they run over NVLink at 300 to 900 GB/s; between nodes they wait for the network twice a layer. Without RDMA (InfiniBand, RoCE) a message passes the kernel's TCP path, tens of microseconds each. Keep tensor parallelism inside the node and use pipeline or data parallelism between nodes; with RDMA and at least 100 Gb/s a node it works, slower. NVL72 racks link GPUs of several trays by NVLink and are left alone.
            """,
        Bad = Examples
            .R1OnTwoNodes.Replace("fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true", "fabric: ethernet-25g")
            .Replace("tensor: 8, pipeline: 2", "tensor: 16"),
        Good = Examples.R1OnTwoNodes,
    };

    public TensorAcrossSlowNodes()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.IsRdma && d.NodeNetworkBandwidth >= LeastBandwidth)
            .When(s =>
                s.Deployment.Nodes > 1
                && s.Deployment.Layout.Tensor > s.Deployment.GpusPerNode
                && s.Deployment.Gpu.FormFactor != FormFactor.Nvl72
            )
            .Reports(s => new Finding(
                "parallelism.tensor",
                $"tensor parallelism {s.Deployment.Layout.Tensor.Value} spans nodes of {s.Deployment.GpusPerNode.Value} GPUs over {s.Deployment.Fabric.Value.Id}: {Quantity.FormatRate(s.Deployment.NodeNetworkBandwidth)} a node{(s.Deployment.IsRdma ? "" : " without RDMA")}; it takes RDMA and {Quantity.FormatRate(LeastBandwidth)}",
                Change(s.Deployment),
                s.Deployment.Fabric.Why
            ));

    private static string Change(Deployment d)
    {
        var tensor = Enumerable
            .Range(1, d.GpusPerNode)
            .LastOrDefault(t => d.GpusPerNode % t == 0 && LayoutResolver.Divides(d.Model.Architecture, d.Quantization, t), 1);
        return $"set `parallelism: {{tensor: {tensor}, pipeline: {d.Nodes}, data: {Math.Max(1, d.GpusPerNode / tensor)}}}`";
    }
}
