using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using Scriban.Runtime;

namespace ConfigKit.Targets.Operations;

/// <summary>Nodes, GPUs, ranks and links as drawings see them: as a graph, and as boxes with their places.</summary>
internal sealed record TopologyView : View
{
    // Further nodes and GPUs are alike; a drawing of a thousand helps nobody.
    private const int MostNodes = 4;
    private const int MostGpus = 16;

    public required string Title { get; init; }
    public required bool HasLink { get; init; }
    public required string Link { get; init; }
    public required string Fabric { get; init; }
    public bool HasFabric => Fabric.Length > 0;
    public required string Hidden { get; init; }
    public required ImmutableArray<NodeView> Nodes { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required ImmutableArray<BoxView> Boxes { get; init; }
    public required ImmutableArray<LineView> Lines { get; init; }

    public static TopologyView Of(DeploymentPlan p, HostTopology topology)
    {
        var d = p.Deployment;
        ImmutableArray<GpuPlace> gpus = [.. topology.Gpus.Take(MostGpus)];
        var shown = Math.Min(d.Nodes, MostNodes);
        var drawn = new DrawnTopology
        {
            Gpus = gpus,
            Nics = [.. gpus.Select(g => g.Nic).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)],
            NumaNodes = topology.NumaNodes,
            Nodes = shown,
            Link = d.IsLinked ? LinkOf(d) : "",
            Fabric = d.Nodes > 1 ? d.Fabric.Value.Id : "",
            Hidden = HiddenOf(d, shown, gpus.Length),
            FirstRank = node => node * d.GpusPerNode,
            Ranks = (node, gpu) => RankOf(d, node, gpu),
        };
        var drawing = TopologyDrawing.Of(drawn);
        return new TopologyView
        {
            Title = $"{p.Name}: {d.Model.Id} on {d.Nodes} × {d.GpusPerNode.Value} {d.Gpu.Id}",
            HasLink = d.IsLinked.Value && gpus.Length > 1,
            Link = LinkOf(d),
            Fabric = drawn.Fabric,
            Hidden = drawn.Hidden,
            Nodes = [.. Enumerable.Range(0, shown).Select(n => NodeOf(drawn, n))],
            Width = drawing.Width,
            Height = drawing.Height,
            Boxes = drawing.Boxes,
            Lines = drawing.Lines,
        };
    }

    private static NodeView NodeOf(DrawnTopology t, int node) =>
        new(
            node,
            FormattableString.Invariant($"node {node}"),
            [.. t.Gpus.Select((g, i) => GpuOf(g, t.Ranks(node, i)))],
            [.. t.Nics.Select((n, i) => new PartView(i, n))]
        );

    private static PartView GpuOf(GpuPlace g, string rank) =>
        new(g.Index, FormattableString.Invariant($"GPU {g.Index}, {rank}, NUMA {g.Numa}"));

    /// <summary>Tensor ranks lie beside each other, then pipeline stages, then data ranks.</summary>
    private static string RankOf(Deployment d, int node, int gpu)
    {
        var (rank, layout) = ((node * d.GpusPerNode) + gpu, d.Layout);
        if (rank >= layout.WorldSize)
        {
            return "unused";
        }

        var (tensor, stage) = (rank % layout.Tensor, rank / layout.Tensor % layout.Pipeline);
        var data =
            d.Engine.Engine.HasGroupsWithinTensor && layout.DataParallelAttention
                ? tensor / layout.AttentionTensor
                : rank / (layout.Tensor * layout.Pipeline);
        return FormattableString.Invariant($"TP {tensor} PP {stage} DP {data}");
    }

    private static string LinkOf(Deployment d) =>
        d.Gpu.LinkName.Length == 0 ? "link"
        : d.Gpu.HasBuiltInLink && d.Gpu.Vendor == GpuVendor.Nvidia ? d.Gpu.LinkName + ", NVSwitch"
        : d.Gpu.LinkName;

    private static string HiddenOf(Deployment d, int nodes, int gpus)
    {
        string?[] parts =
        [
            d.Nodes > nodes ? FormattableString.Invariant($"{d.Nodes - nodes} more nodes") : null,
            d.GpusPerNode > gpus ? FormattableString.Invariant($"{d.GpusPerNode - gpus} more GPUs per node") : null,
        ];
        return parts.All(x => x is null) ? "" : "not drawn (identical): " + string.Join(", ", parts.OfType<string>());
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["title"] = Title,
            ["has_link"] = HasLink,
            ["link"] = Link,
            ["fabric"] = Fabric,
            ["has_fabric"] = HasFabric,
            ["hidden"] = Hidden,
            ["nodes"] = List(Nodes),
            ["width"] = Width,
            ["height"] = Height,
            ["boxes"] = List(Boxes),
            ["lines"] = List(Lines),
        };
}

/// <summary>A node of the graph.</summary>
internal sealed record NodeView(int Index, string Label, ImmutableArray<PartView> Gpus, ImmutableArray<PartView> Nics) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["index"] = Index,
            ["label"] = Label,
            ["gpus"] = List(Gpus),
            ["nics"] = List(Nics),
        };
}

/// <summary>A GPU or a network device of the graph.</summary>
internal sealed record PartView(int Index, string Label) : View
{
    public override ScriptObject ToScript() => new() { ["index"] = Index, ["label"] = Label };
}
