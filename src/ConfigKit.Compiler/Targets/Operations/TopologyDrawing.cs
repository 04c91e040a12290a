using System.Collections.Immutable;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Operations;

/// <summary>What a drawing shows.</summary>
internal sealed record DrawnTopology
{
    public required ImmutableArray<GpuPlace> Gpus { get; init; }
    public required ImmutableArray<string> Nics { get; init; }
    public required int NumaNodes { get; init; }
    public required int Nodes { get; init; }

    /// <summary>What joins the GPUs of a node; empty without a link.</summary>
    public required string Link { get; init; }

    /// <summary>What joins the nodes; empty for one.</summary>
    public required string Fabric { get; init; }

    /// <summary>What is left out, in words; empty: nothing.</summary>
    public required string Hidden { get; init; }

    /// <summary>Number of a node's first rank.</summary>
    public required Func<int, int> FirstRank { get; init; }

    /// <summary>The rank on a GPU of a node, in words.</summary>
    public required Func<int, int, string> Ranks { get; init; }
}

/// <summary>A drawing: boxes, one below the other for each node, in it rows of GPUs, their link, then network devices.</summary>
internal sealed record TopologyDrawing(int Width, int Height, ImmutableArray<BoxView> Boxes, ImmutableArray<LineView> Lines)
{
    private const int PerRow = 8;
    private const int Margin = 20;
    private const int BoxWidth = 130;
    private const int BoxHeight = 66;
    private const int Gap = 12;
    private const int BarHeight = 26;
    private const int Header = 30;

    private const string NodeColor = "#f5f5f5";
    private const string GpuColor = "#d5e8d4";
    private const string LinkColor = "#dae8fc";
    private const string NicColor = "#ffe6cc";
    private const string FabricColor = "#fff2cc";
    private const string NoteColor = "#ffffff";

    public static TopologyDrawing Of(DrawnTopology t)
    {
        var columns = Math.Min(PerRow, Math.Max(t.Gpus.Length, t.Nics.Length));
        var inner = Margin + (columns * (BoxWidth + Gap)) - Gap + Margin;
        var nodeHeight =
            Header + (Rows(t) * (BoxHeight + Gap)) + (t.Link.Length > 0 ? BarHeight + Gap : 0) + (t.Nics.IsEmpty ? 0 : BarHeight + Gap);
        var fabricTop = Margin + (t.Nodes * (nodeHeight + Margin));
        var boxes = ImmutableArray.CreateBuilder<BoxView>();
        var lines = ImmutableArray.CreateBuilder<LineView>();
        for (var node = 0; node < t.Nodes; node++)
        {
            var place = new NodePlace(node, Margin + (node * (nodeHeight + Margin)), inner, nodeHeight, fabricTop);
            boxes.AddRange(NodeBoxes(t, place));
            lines.AddRange(NodeLines(t, place));
        }

        var bottom = fabricTop;
        foreach (var (text, color) in ((string, string)[])[(t.Fabric, FabricColor), (t.Hidden, NoteColor)])
        {
            if (text.Length > 0)
            {
                boxes.Add(BoxView.Of(Margin, bottom, inner, BarHeight, color, text));
                bottom += BarHeight + Margin;
            }
        }

        return new TopologyDrawing(inner + (2 * Margin), bottom, boxes.ToImmutable(), lines.ToImmutable());
    }

    private static IEnumerable<BoxView> NodeBoxes(DrawnTopology t, NodePlace place)
    {
        var numa = FormattableString.Invariant($"node {place.Node}, {t.NumaNodes} NUMA node{(t.NumaNodes == 1 ? "" : "s")}");
        yield return BoxView.Of(Margin, place.Top, place.Width, place.Height, NodeColor, numa);
        for (var i = 0; i < t.Gpus.Length; i++)
        {
            yield return BoxView.Of(
                ColumnAt(i),
                GpuTop(place, i),
                BoxWidth,
                BoxHeight,
                GpuColor,
                FormattableString.Invariant($"GPU {t.Gpus[i].Index}, NUMA {t.Gpus[i].Numa}"),
                FormattableString.Invariant($"rank {t.FirstRank(place.Node) + i}"),
                t.Ranks(place.Node, i)
            );
        }

        if (HasLinks(t))
        {
            yield return BoxView.Of(2 * Margin, LinkTop(t, place), place.Width - (2 * Margin), BarHeight, LinkColor, t.Link);
        }

        for (var i = 0; i < t.Nics.Length && i < PerRow; i++)
        {
            yield return BoxView.Of(ColumnAt(i), NicTop(t, place), BoxWidth, BarHeight, NicColor, t.Nics[i]);
        }
    }

    private static IEnumerable<LineView> NodeLines(DrawnTopology t, NodePlace place)
    {
        for (var i = 0; i < t.Gpus.Length && HasLinks(t); i++)
        {
            yield return Down(ColumnAt(i), GpuTop(place, i) + BoxHeight, LinkTop(t, place));
        }

        for (var i = 0; i < t.Nics.Length && i < PerRow; i++)
        {
            yield return Down(ColumnAt(i), NicTop(t, place) + BarHeight, place.FabricTop);
        }
    }

    private static LineView Down(int left, int from, int to) => new(left + (BoxWidth / 2), from, left + (BoxWidth / 2), to);

    private static bool HasLinks(DrawnTopology t) => t.Link.Length > 0 && t.Gpus.Length > 1;

    private static int Rows(DrawnTopology t) => (t.Gpus.Length + PerRow - 1) / PerRow;

    private static int ColumnAt(int index) => (2 * Margin) + (index % PerRow * (BoxWidth + Gap));

    private static int GpuTop(NodePlace place, int gpu) => place.Top + Header + (gpu / PerRow * (BoxHeight + Gap));

    private static int LinkTop(DrawnTopology t, NodePlace place) => place.Top + Header + (Rows(t) * (BoxHeight + Gap));

    private static int NicTop(DrawnTopology t, NodePlace place) => LinkTop(t, place) + (t.Link.Length > 0 ? BarHeight + Gap : 0);

    /// <summary>Where a node's box lies.</summary>
    private sealed record NodePlace(int Node, int Top, int Width, int Height, int FabricTop);
}

/// <summary>A box with lines of text.</summary>
internal sealed record BoxView(int X, int Y, int Width, int Height, string Fill, ImmutableArray<TextView> Texts) : View
{
    private const int TextIndent = 8;
    private const int LineHeight = 18;

    public static BoxView Of(int x, int y, int width, int height, string fill, params string[] texts) =>
        new(x, y, width, height, fill, [.. texts.Select((t, i) => new TextView(x + TextIndent, y + LineHeight + (i * LineHeight), t))]);

    public override ScriptObject ToScript() =>
        new()
        {
            ["x"] = X,
            ["y"] = Y,
            ["width"] = Width,
            ["height"] = Height,
            ["fill"] = Fill,
            ["texts"] = List(Texts),
        };
}

/// <summary>A line of text at its place.</summary>
internal sealed record TextView(int X, int Y, string Text) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["x"] = X,
            ["y"] = Y,
            ["text"] = Text,
        };
}

/// <summary>A line between two places.</summary>
internal sealed record LineView(int X1, int Y1, int X2, int Y2) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["x1"] = X1,
            ["y1"] = Y1,
            ["x2"] = X2,
            ["y2"] = Y2,
        };
}
