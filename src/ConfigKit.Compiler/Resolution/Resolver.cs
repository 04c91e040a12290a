using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>Turns names into facts and omissions into the engine's own defaults.</summary>
internal static class Resolver
{
    /// <param name="config">The bound file.</param>
    /// <param name="spans">Where its keys stand.</param>
    /// <param name="readText">The text of a file named relative to the configuration, or null when there is none.</param>
    /// <param name="diagnostics">Receives what is not known.</param>
    /// <returns>Null when an error keeps the deployment from being described.</returns>
    public static Deployment? Resolve(DeepSeekConfig config, SpanTable spans, Func<string, string?> readText, DiagnosticBag diagnostics)
    {
        var model = ModelResolver.Resolve(config.Model, spans, readText, diagnostics);
        var gpu = HardwareResolver.Gpu(config.Hardware, spans, diagnostics);
        var nodes = config.Hardware.Nodes ?? HardwareSection.NodesDefault;
        var fabric = HardwareResolver.Fabric(config.Hardware.Network, nodes, spans, diagnostics);
        var engine = EngineCatalog.Release(EngineList.Find(config.Serving.Engine), config.Serving.EngineVersion, out var newest);
        Judge(engine, newest, spans, diagnostics);

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
                ? Setting.Of(config.Hardware.GpusPerNode, HardwareSection.GpusPerNodeDefault.Value, "one GPU unless stated")
                : new Setting<int>(ids.Length, "");
        var layout = LayoutResolver.Resolve(config.Parallelism, spans, model, weights.Quantization, engine.Engine, nodes, perNode);
        var isLinked = Setting.Of(
            config.Hardware.Nvlink,
            gpu.HasBuiltInLink,
            gpu.HasBuiltInLink ? $"{gpu.Id} comes with {gpu.LinkName}" : $"{gpu.Id} has no built-in link"
        );
        var serving = EngineResolver.Serving(config.Serving, engine, model, gpu, layout);
        var facts = new Facts(config, spans, model, gpu, nodes, perNode, network, engine, layout, serving);
        return Decide(facts, weights.Quantization, weights.Precision, isLinked);
    }

    /// <summary>What the names of the file stand for.</summary>
    private sealed record Facts(
        DeepSeekConfig Config,
        SpanTable Spans,
        Checkpoint Model,
        Accelerator Gpu,
        int Nodes,
        Setting<int> GpusPerNode,
        Setting<Fabric> Fabric,
        EngineRelease Engine,
        ParallelLayout Layout,
        ServingSettings Serving
    );

    /// <summary>Everything else follows from the facts, each setting from those above it.</summary>
    private static Deployment Decide(Facts f, Quantization quantization, PrecisionKind precision, Setting<bool> isLinked)
    {
        var (config, serving) = (f.Config, f.Serving);
        var servedName = Setting.Of(config.Model.ServedName, f.Model.Id, "the model's name");
        var name = ObjectName.Resolve(config.Kubernetes.Name, servedName);
        var targets = TargetRequest.Resolve(config, f.Spans);
        var workload = Workload.Resolve(config.Workload, serving);
        var replicas = ReplicaCounts.Resolve(config, workload);
        var node = NodeHardware.Resolve(config.Hardware);
        var host = HostSettings.Resolve(config.Host, config.Hardware.Cpu, f.GpusPerNode);
        var rollout = RolloutSettings.Resolve(config.Rollout);
        var cluster = new ClusterResolver(name, f.Gpu.Vendor, f.Nodes, f.GpusPerNode, node, replicas, rollout, serving.MaxNumSeqs);
        var sequences = (long)serving.MaxNumSeqs * f.Layout.Caches;
        var gateway = config.Gateway is { } stated ? GatewaySettings.Resolve(stated, workload, sequences, serving.Port, targets) : null;
        return new Deployment
        {
            Config = config,
            Spans = f.Spans,
            Document = config.Document,
            Targets = targets,
            Name = name,
            ServedName = servedName,
            Model = f.Model,
            Source = ModelSource.Resolve(config.Model, f.Spans),
            Quantization = quantization,
            Precision = precision,
            Gpu = f.Gpu,
            StatedGpu = config.Hardware.Gpu,
            Nodes = f.Nodes,
            GpusPerNode = f.GpusPerNode,
            GpuIds = config.Hardware.GpuId.IsDefault ? [] : config.Hardware.GpuId,
            IsLinked = isLinked,
            IntraNodeBandwidth = isLinked ? f.Gpu.LinkBandwidth ?? f.Gpu.PcieBandwidth : f.Gpu.PcieBandwidth,
            Node = node,
            Fabric = f.Fabric,
            Network = NetworkSettings.Resolve(config.Hardware.Network, f.Fabric),
            Engine = f.Engine,
            Layout = f.Layout,
            StatedStageLayers = config.Parallelism.PipelineLayers.IsDefault ? null : config.Parallelism.PipelineLayers,
            Serving = serving,
            Workload = workload,
            Replicas = replicas,
            StorageBandwidth = Setting.Of(
                config.Hardware.Storage.Bandwidth,
                StorageSection.BandwidthDefault.Value,
                $"{Quantity.FormatRate(StorageSection.BandwidthDefault)}, a common network file system, unless stated"
            ),
            Host = host,
            Container = ContainerSettings.Resolve(config.Container, name, f.Engine, f.Gpu.Vendor),
            Cluster = cluster.Resolve(config.Kubernetes),
            Rollout = rollout,
            Environments = config.Environments,
            Security = SecuritySettings.Resolve(config.Security),
            Gateway = gateway,
            Compliance = ComplianceSettings.Resolve(config.Compliance, gateway),
            Observability = ObservabilitySettings.Resolve(config.Observability, name),
            Helm = HelmSettings.Resolve(config.Helm),
            Systemd = SystemdSettings.Resolve(config.Systemd, host.NumaNodes),
            Operations = OperationsSettings.Resolve(config.Operations, workload),
            Triton = TritonSettings.Resolve(config.Triton),
            Framework = FrameworkSettings.Resolve(config.Framework),
        };
    }

    /// <summary>Says where the release is not one of the catalogue's.</summary>
    private static void Judge(EngineRelease engine, Version newest, SpanTable spans, DiagnosticBag diagnostics)
    {
        const string Key = "serving.engine_version";
        if (engine.IsNewer)
        {
            diagnostics.Report(
                ResolutionDiagnostics.NewerEngine,
                spans.Find(Key),
                $"{engine.Title} {engine.VersionText} is newer than the catalogue; it is judged as {newest}",
                Key,
                "its flags and defaults may have changed since"
            );
        }

        if (engine.Nearest.Length > 0)
        {
            diagnostics.Report(
                ResolutionDiagnostics.UnknownRelease,
                spans.Find(Key),
                $"{engine.Title} has no release {engine.VersionText}",
                Key,
                $"set `{Key}: \"{engine.Nearest}\"`, the nearest"
            );
        }
    }

    private static (Quantization Quantization, PrecisionKind Precision)? Precision(
        ModelSection section,
        Checkpoint model,
        SpanTable spans,
        DiagnosticBag diagnostics
    )
    {
        var stated = section.Precision ?? ModelSection.PrecisionDefault;
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
