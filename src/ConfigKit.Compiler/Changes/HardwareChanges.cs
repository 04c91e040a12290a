using ConfigKit.Catalog;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Changes;

/// <summary>Another network, more GPUs, more nodes, other GPUs.</summary>
internal static class HardwareChanges
{
    private const string PlainFabric = "ethernet-10g";

    // A port for each GPU of a node.
    private const int UsualPorts = 8;

    // What one chassis holds, and as many of them as are still a small change.
    private const int MostGpusPerNode = 8;
    private const int MostNodes = 8;

    public static IEnumerable<Change> Network(Deployment d)
    {
        if (d.IsGpudirect)
        {
            yield return new(null, [YamlEdit.Set("hardware.network.gpudirect", false)], ChangeCost.Contradiction, IsSafe: true);
        }

        if (d.Network.IsRdma.IsStated)
        {
            yield return new(null, [YamlEdit.Set("hardware.network.rdma", !d.IsRdma)], ChangeCost.Contradiction, IsSafe: true);
        }

        if (d.Nodes > 1 && d.Fabric.IsStated)
        {
            yield return new(null, [new YamlEdit("hardware.network.fabric", PlainFabric)], ChangeCost.SlowerFabric, IsSafe: false);
            yield return new(
                null,
                [new YamlEdit("hardware.network.fabric", DeploymentChanges.UsualFabric)],
                ChangeCost.FasterFabric,
                IsSafe: false
            );
        }
    }

    /// <summary>More GPUs in the one node, all of them tensor ranks.</summary>
    public static IEnumerable<Change> Gpus(Deployment d)
    {
        for (var gpus = d.GpusPerNode + 1; gpus <= MostGpusPerNode && d.Nodes == 1; gpus++)
        {
            if (!LayoutResolver.Divides(d.Model.Architecture, d.Quantization, gpus))
            {
                continue;
            }

            var count = gpus;
            var tensor = YamlEdit.Set("parallelism.tensor", gpus);
            yield return new(
                $"use {gpus} GPUs with `{tensor}`",
                d.GpuIds.IsEmpty ? [YamlEdit.Set("hardware.gpus_per_node", gpus), tensor] : [],
                ChangeCost.GpusPerNode(gpus),
                IsSafe: false,
                () => d.WithGpusPerNode(count).WithLayout(count, 1, 1, d.Layout.Expert)
            );
        }
    }

    /// <summary>
    /// More nodes. Help texts name any number of them with tensor ranks in each node and a stage on each; `--fix`
    /// doubles nodes and stages and keeps the tensor ranks that the file states.
    /// </summary>
    public static IEnumerable<Change> Nodes(Deployment d)
    {
        var tensor = d.GpusPerNode.Value;
        var isDivisible = LayoutResolver.Divides(d.Model.Architecture, d.Quantization, tensor);
        for (var nodes = d.Nodes + 1; isDivisible && nodes <= Math.Min(MostNodes, d.Model.Architecture.NumHiddenLayers); nodes++)
        {
            var count = nodes;
            yield return new(
                $"use {nodes} nodes with `parallelism: {{tensor: {tensor}, pipeline: {nodes}}}`",
                [],
                ChangeCost.Nodes(nodes),
                IsSafe: false,
                () => d.WithNodes(count).WithLayout(tensor, count, 1, d.Layout.Expert)
            );
        }

        for (var nodes = d.Nodes * 2; nodes <= MostNodes && d.GpuIds.IsEmpty; nodes *= 2)
        {
            var isNetworkMissing = d.Nodes == 1 && !d.Fabric.IsStated;
            var stages = isNetworkMissing ? nodes : d.Layout.Pipeline * (nodes / d.Nodes);
            YamlEdit[] network =
            [
                new YamlEdit("hardware.network", $"{{fabric: {DeploymentChanges.UsualFabric}, nics_per_node: {UsualPorts}}}"),
            ];
            yield return new(
                null,
                [YamlEdit.Set("hardware.nodes", nodes), .. isNetworkMissing ? network : [], YamlEdit.Set("parallelism.pipeline", stages)],
                ChangeCost.Nodes(nodes),
                IsSafe: false
            );
        }
    }

    /// <summary>The same vendor's GPUs of the same form with more memory, the smallest first.</summary>
    public static IEnumerable<Change> OtherGpus(Deployment d) =>
        Accelerators
            .All()
            .Where(g =>
                g.Vendor == d.Gpu.Vendor
                && g.CudaBytes > d.Gpu.CudaBytes
                && g.FormFactor == d.Gpu.FormFactor
                && g.ComputeCapability >= d.Gpu.ComputeCapability
            )
            .OrderBy(g => g.CudaBytes)
            .Select(g => new Change(
                $"use {g.Id} ({Quantity.FormatBytes(g.CudaBytes ?? 0)})",
                [],
                ChangeCost.OtherGpu,
                IsSafe: false,
                () => d with { Gpu = g }
            ));
}
