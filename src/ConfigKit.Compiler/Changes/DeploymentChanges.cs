using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>A deployment with one thing changed and all that follows from it: how changes are tried.</summary>
internal static class DeploymentChanges
{
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
                ? new Setting<Fabric>(Fabrics.Find("infiniband-ndr") ?? d.Fabric.Value, "")
                : d.Fabric;
        return d with
        {
            Nodes = nodes,
            Fabric = fabric,
            IsRdma = d.IsRdma || fabric.Value.IsRdmaCapable,
            NodeNetworkBandwidth = d.NicsPerNode * (d.Config.Hardware.Network.Bandwidth ?? fabric.Value.Bandwidth),
        };
    }

    public static Deployment WithMaxModelLen(this Deployment d, int tokens) =>
        d with
        {
            Serving = d.Serving with { MaxModelLen = new(tokens, "") },
        };

    public static Deployment WithMaxNumSeqs(this Deployment d, int sequences) =>
        d with
        {
            Serving = d.Serving with { MaxNumSeqs = new(sequences, "") },
        };

    public static Deployment WithMaxNumBatchedTokens(this Deployment d, int tokens) =>
        d with
        {
            Serving = d.Serving with { MaxNumBatchedTokens = new(tokens, "") },
        };

    public static Deployment WithMemoryFraction(this Deployment d, double fraction) =>
        d with
        {
            Serving = d.Serving with { MemoryFraction = new(fraction, "") },
        };

    public static Deployment WithKvCacheDtype(this Deployment d, KvCacheDtypeKind kind)
    {
        var serving = EngineResolver.Serving(d.Config.Serving with { KvCacheDtype = kind }, d.Engine, d.Model, d.Gpu, d.Layout);
        return d with { Serving = d.Serving with { KvCacheDtype = serving.KvCacheDtype } };
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

    /// <summary>Takes the engine's computed defaults anew where the user stated none.</summary>
    private static Deployment WithDefaults(this Deployment d) =>
        d.Serving.MemoryFraction.IsStated
            ? d
            : d with
            {
                Serving = d.Serving with
                {
                    MemoryFraction = d.Engine.Engine.DefaultMemoryFraction(d.Engine, d.Gpu, d.Layout, d.Serving.MaxNumBatchedTokens),
                },
            };
}
