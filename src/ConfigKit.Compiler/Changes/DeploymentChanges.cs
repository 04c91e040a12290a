using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>A deployment with one thing changed and all that follows from it: how changes are tried.</summary>
internal static class DeploymentChanges
{
    /// <summary>The fabric that nodes are assumed to be joined by where none is stated: what GPU nodes are sold with.</summary>
    public const string UsualFabric = "infiniband-ndr";

    public static Deployment WithLayout(this Deployment d, int tensor, int pipeline, int data, bool expert)
    {
        var layout = LayoutResolver.Build(
            new(tensor, ""),
            new(pipeline, ""),
            new(data, ""),
            new(expert, ""),
            d.Layout.DataParallelAttention,
            d.Layout.DecodeContext,
            pipeline == d.Layout.Pipeline ? d.Layout.StageLayers : default,
            d.Model,
            d.Engine.Engine
        );
        return (d with { Layout = layout }).WithDefaults();
    }

    /// <summary>SGLang's data-parallel attention over all tensor ranks.</summary>
    public static Deployment WithAttentionGroups(this Deployment d, int tensor, int pipeline, bool expert)
    {
        var layout = LayoutResolver.Build(
            new(tensor, ""),
            new(pipeline, ""),
            new(tensor, ""),
            new(expert, ""),
            new(true, ""),
            new(1, ""),
            default,
            d.Model,
            d.Engine.Engine
        );
        return (d with { Layout = layout }).WithDefaults();
    }

    public static Deployment WithNodes(this Deployment d, int nodes)
    {
        var fabric =
            nodes > 1 && d.Fabric.Value.Kind == FabricKind.None
                ? new Setting<Fabric>(Fabrics.Find(UsualFabric) ?? d.Fabric.Value, "")
                : d.Fabric;
        return d with
        {
            Nodes = nodes,
            Fabric = fabric,
            Network = d.Network with { IsRdma = new(d.IsRdma || fabric.Value.IsRdmaCapable, "") },
        };
    }

    public static Deployment WithGpusPerNode(this Deployment d, int gpus) => d with { GpusPerNode = new(gpus, "") };

    /// <summary>Another checkpoint, in the number format in which it comes.</summary>
    public static Deployment WithCheckpoint(this Deployment d, Checkpoint model) =>
        d with
        {
            Model = model,
            Quantization = model.Quantization,
            Precision = model.NativePrecision,
        };

    public static Deployment WithMaxModelLen(this Deployment d, int tokens) =>
        d with
        {
            Serving = d.Serving with { MaxModelLen = new(tokens, "") },
        };

    public static Deployment WithMemoryFraction(this Deployment d, double fraction) =>
        d with
        {
            Serving = d.Serving with { MemoryFraction = new(fraction, "") },
        };

    public static Deployment WithKvCacheMemory(this Deployment d, long bytes) =>
        d with
        {
            Serving = d.Serving with { KvCacheMemory = bytes },
        };

    public static Deployment WithKvCacheDtype(this Deployment d, KvCacheDtypeKind kind)
    {
        var stated = d with { Serving = d.Serving with { KvCacheDtype = new(kind, ""), WrittenKvCacheDtype = kind } };
        var choice = stated.ChooseCache();
        return stated with { Serving = stated.Serving with { KvCacheDtype = choice.CacheDtype, BlockSize = choice.BlockSize } };
    }

    /// <summary>Null when the checkpoint can't be had so.</summary>
    public static Deployment? WithPrecision(this Deployment d, PrecisionKind precision) =>
        ModelResolver.ApplyPrecision(d.Model, precision) is { } applied
            ? d with
            {
                Quantization = applied.Quantization,
                Precision = applied.Precision,
            }
            : null;

    /// <summary>Takes the engine's memory share anew, which follows from the layout where the user stated none.</summary>
    private static Deployment WithDefaults(this Deployment d) =>
        d with
        {
            Serving = d.Serving with { MemoryFraction = d.ChooseCache().MemoryFraction },
        };
}
