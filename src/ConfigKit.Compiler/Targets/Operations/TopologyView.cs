using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Resolution;
using Scriban.Runtime;

namespace ConfigKit.Targets.Operations;

/// <summary>Nodes, GPUs, ranks and links as drawings see them: as a graph, and as boxes with their places.</summary>
internal static class TopologyView
{
    // Further nodes and GPUs are alike; a drawing of a thousand helps nobody.
    private const int MostNodes = 4;
    private const int MostGpus = 16;
    private const int PerRow = 8;
    private const int Margin = 20;
    private const int BoxWidth = 130;
    private const int BoxHeight = 66;
    private const int Gap = 12;
    private const int BarHeight = 26;
    private const int Header = 30;

    public static ScriptObject Of(DeploymentPlan p, HostTopology topology)
    {
        var d = p.Deployment;
        var gpus = topology.Gpus.Take(MostGpus).ToList();
        var nics = gpus.Select(g => g.Nic).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var shown = Math.Min(d.Nodes, MostNodes);
        var boxes = new ScriptArray();
        var lines = new ScriptArray();
        var rows = (gpus.Count + PerRow - 1) / PerRow;
        var inner = Margin + (Math.Min(PerRow, Math.Max(gpus.Count, nics.Count)) * (BoxWidth + Gap)) - Gap + Margin;
        var nodeHeight = Header + (rows * (BoxHeight + Gap)) + (d.IsLinked ? BarHeight + Gap : 0) + (nics.Count > 0 ? BarHeight + Gap : 0);
        var fabricTop = Margin + (shown * (nodeHeight + Margin));
        var fabric = d.Nodes > 1 ? d.Fabric.Value.Id : "";
        for (var node = 0; node < shown; node++)
        {
            DrawNode(d, topology, gpus, nics, node, Margin + (node * (nodeHeight + Margin)), inner, nodeHeight, fabricTop, boxes, lines);
        }

        var hidden = Hidden(d, shown, gpus.Count);
        if (fabric.Length > 0)
        {
            boxes.Add(Box(Margin, fabricTop, inner, BarHeight, "#fff2cc", [fabric]));
        }

        var bottom = fabricTop + (fabric.Length > 0 ? BarHeight + Margin : 0);
        if (hidden.Length > 0)
        {
            boxes.Add(Box(Margin, bottom, inner, BarHeight, "#ffffff", [hidden]));
            bottom += BarHeight + Margin;
        }

        return new ScriptObject
        {
            ["title"] = $"{p.Name}: {d.Model.Id} on {d.Nodes} × {d.GpusPerNode.Value} {d.Gpu.Id}",
            ["has_link"] = d.IsLinked.Value && gpus.Count > 1,
            ["link"] = LinkOf(d),
            ["has_fabric"] = fabric.Length > 0,
            ["fabric"] = fabric,
            ["hidden"] = hidden,
            ["nodes"] = new ScriptArray(Enumerable.Range(0, shown).Select(n => Node(d, gpus, nics, n))),
            ["width"] = inner + (2 * Margin),
            ["height"] = bottom,
            ["boxes"] = boxes,
            ["lines"] = lines,
        };
    }

    private static ScriptObject Node(Deployment d, List<GpuPlace> gpus, List<string> nics, int node) =>
        new()
        {
            ["index"] = node,
            ["label"] = Invariant($"node {node}"),
            ["gpus"] = new ScriptArray(
                gpus.Select(
                    (g, i) =>
                        new ScriptObject
                        {
                            ["index"] = g.Index,
                            ["label"] = Invariant($"GPU {g.Index}, {RankOf(d, node, i)}, NUMA {g.Numa}"),
                        }
                )
            ),
            ["nics"] = new ScriptArray(nics.Select((n, i) => new ScriptObject { ["index"] = i, ["label"] = n })),
        };

    private static void DrawNode(
        Deployment d,
        HostTopology topology,
        List<GpuPlace> gpus,
        List<string> nics,
        int node,
        int top,
        int width,
        int height,
        int fabricTop,
        ScriptArray boxes,
        ScriptArray lines
    )
    {
        boxes.Add(
            Box(
                Margin,
                top,
                width,
                height,
                "#f5f5f5",
                [Invariant($"node {node}, {topology.NumaNodes} NUMA node{(topology.NumaNodes == 1 ? "" : "s")}")]
            )
        );
        var rows = (gpus.Count + PerRow - 1) / PerRow;
        var linkTop = top + Header + (rows * (BoxHeight + Gap));
        var nicTop = linkTop + (d.IsLinked ? BarHeight + Gap : 0);
        for (var i = 0; i < gpus.Count; i++)
        {
            var (x, y) = ((2 * Margin) + (i % PerRow * (BoxWidth + Gap)), top + Header + (i / PerRow * (BoxHeight + Gap)));
            if (d.IsLinked && gpus.Count > 1)
            {
                lines.Add(Line(x + (BoxWidth / 2), y + BoxHeight, x + (BoxWidth / 2), linkTop));
            }

            boxes.Add(
                Box(
                    x,
                    y,
                    BoxWidth,
                    BoxHeight,
                    "#d5e8d4",
                    [
                        Invariant($"GPU {gpus[i].Index}, NUMA {gpus[i].Numa}"),
                        Invariant($"rank {(node * d.GpusPerNode) + i}"),
                        RankOf(d, node, i),
                    ]
                )
            );
        }

        if (d.IsLinked && gpus.Count > 1)
        {
            boxes.Add(Box(2 * Margin, linkTop, width - (2 * Margin), BarHeight, "#dae8fc", [LinkOf(d)]));
        }

        for (var i = 0; i < nics.Count && i < PerRow; i++)
        {
            var x = (2 * Margin) + (i * (BoxWidth + Gap));
            lines.Add(Line(x + (BoxWidth / 2), nicTop + BarHeight, x + (BoxWidth / 2), fabricTop));
            boxes.Add(Box(x, nicTop, BoxWidth, BarHeight, "#ffe6cc", [nics[i]]));
        }
    }

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
        return Invariant($"TP {tensor} PP {stage} DP {data}");
    }

    private static string LinkOf(Deployment d) =>
        d.Gpu.LinkName.Length == 0 ? "link"
        : d.Gpu.HasBuiltInLink && d.Gpu.Vendor == GpuVendor.Nvidia ? d.Gpu.LinkName + ", NVSwitch"
        : d.Gpu.LinkName;

    private static string Hidden(Deployment d, int nodes, int gpus)
    {
        string?[] parts =
        [
            d.Nodes > nodes ? Invariant($"{d.Nodes - nodes} more nodes") : null,
            d.GpusPerNode > gpus ? Invariant($"{d.GpusPerNode - gpus} more GPUs in each node") : null,
        ];
        return parts.All(x => x is null) ? "" : "not drawn, alike: " + string.Join(", ", parts.OfType<string>());
    }

    private static ScriptObject Box(int x, int y, int width, int height, string fill, string[] texts) =>
        new()
        {
            ["x"] = x,
            ["y"] = y,
            ["width"] = width,
            ["height"] = height,
            ["fill"] = fill,
            ["texts"] = new ScriptArray(
                texts.Select(
                    (t, i) =>
                        new ScriptObject
                        {
                            ["x"] = x + 8,
                            ["y"] = y + 18 + (i * 18),
                            ["text"] = t,
                        }
                )
            ),
        };

    private static ScriptObject Line(int x1, int y1, int x2, int y2) =>
        new()
        {
            ["x1"] = x1,
            ["y1"] = y1,
            ["x2"] = x2,
            ["y2"] = y2,
        };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
