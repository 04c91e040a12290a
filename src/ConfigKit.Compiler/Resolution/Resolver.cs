using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>Turns names into facts and omissions into the engine's own defaults.</summary>
internal static class Resolver
{
    private const long DefaultStorageBandwidth = 2_000_000_000;

    /// <param name="config">The bound file.</param>
    /// <param name="spans">Where its keys stand.</param>
    /// <param name="readText">The text of a file named relative to the configuration, or null when there is none.</param>
    /// <param name="diagnostics">Receives what is not known.</param>
    /// <returns>Null when an error keeps the deployment from being described.</returns>
    public static Deployment? Resolve(DeepSeekConfig config, SpanTable spans, Func<string, string?> readText, DiagnosticBag diagnostics)
    {
        var model = ModelResolver.Resolve(config.Model, spans, readText, diagnostics);
        var gpu = HardwareResolver.Gpu(config.Hardware, spans, diagnostics);
        var nodes = config.Hardware.Nodes ?? 1;
        var fabric = HardwareResolver.Fabric(config.Hardware.Network, nodes, spans, diagnostics);
        var engine = EngineCatalog.Release(EngineList.Find(config.Serving.Engine), config.Serving.EngineVersion, out var newest);
        if (engine.Version > newest)
        {
            diagnostics.Report(
                ResolutionDiagnostics.NewerEngine,
                spans.Find("serving.engine_version"),
                $"{engine.Title} {engine.VersionText} is newer than {newest}, the newest that the catalogue knows",
                "serving.engine_version",
                $"its defaults are taken from {newest}"
            );
        }

        if (model is null)
        {
            return null;
        }

        var precision = Precision(config.Model, model, spans, diagnostics);
        if (gpu is null || fabric is not { } network || precision is not { } weights)
        {
            return null;
        }

        var ids = config.Hardware.GpuId;
        var perNode =
            ids.IsDefault || ids.IsEmpty
                ? Setting.Of(config.Hardware.GpusPerNode, 1, "one GPU unless stated")
                : new Setting<int>(ids.Length, "");
        var layout = LayoutResolver.Resolve(config.Parallelism, spans, model, weights.Quantization, engine.Engine, nodes, perNode);
        var isLinked = Setting.Of(
            config.Hardware.Nvlink,
            gpu.HasBuiltInLink,
            gpu.HasBuiltInLink ? $"{gpu.Id} comes with {gpu.LinkKind}" : $"{gpu.Id} has no built-in link"
        );
        var nics = config.Hardware.Network.NicsPerNode ?? 1;
        var isRdma = config.Hardware.Network.Rdma ?? network.Value.IsRdmaCapable;
        return new Deployment
        {
            Config = config,
            Spans = spans,
            Model = model,
            Quantization = weights.Quantization,
            Precision = weights.Precision,
            Gpu = gpu,
            IsGpuAssumed = config.Hardware.Gpu is null,
            Nodes = nodes,
            GpusPerNode = perNode,
            GpuIds = ids.IsDefault ? [] : ids,
            IsLinked = isLinked,
            IntraNodeBandwidth = isLinked ? gpu.LinkBandwidth ?? gpu.PcieBandwidth : gpu.PcieBandwidth,
            Fabric = network,
            NicsPerNode = nics,
            NodeNetworkBandwidth = nics * (config.Hardware.Network.Bandwidth ?? network.Value.Bandwidth),
            IsRdma = isRdma,
            IsGpudirect = config.Hardware.Network.Gpudirect ?? false,
            Engine = engine,
            Layout = layout,
            Serving = EngineResolver.Serving(config.Serving, engine, model, gpu, layout),
            StorageBandwidth = Setting.Of(
                config.Hardware.Storage.Bandwidth,
                DefaultStorageBandwidth,
                "2 GB/s, a common network file system, unless stated"
            ),
        };
    }

    private static (Quantization Quantization, PrecisionKind Precision)? Precision(
        ModelSection section,
        Checkpoint model,
        SpanTable spans,
        DiagnosticBag diagnostics
    )
    {
        var stated = section.Precision ?? PrecisionKind.Auto;
        if (ModelResolver.ApplyPrecision(model, stated) is { } applied)
        {
            return applied;
        }

        var word = NameOf(stated);
        var alternatives = ModelResolver.Alternatives(model, stated);
        diagnostics.Report(
            ResolutionDiagnostics.UnavailablePrecision,
            spans.Find("model.precision"),
            $"{model.Id} does not come in {word}; it is {NameOf(model.NativePrecision)}",
            "model.precision",
            alternatives.IsEmpty ? "leave `precision` out" : $"name a checkpoint that is: {string.Join(", ", alternatives)}"
        );
        return null;
    }

    private static string NameOf(PrecisionKind precision) => ModelSection.Precisions.First(p => p.Value == precision).Name;
}
