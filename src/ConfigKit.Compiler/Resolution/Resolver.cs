using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;
using ConfigKit.Resolution.Settings;

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
        var decided = new Decisions();
        if (new UserCatalogReader(spans, readText, diagnostics).Read(config.Catalog) is not { } own)
        {
            return null; // what is named may stand in a file that can't be used
        }

        var model = ModelResolver.Resolve(config.Model, own, spans, readText, diagnostics);
        var gpu = HardwareResolver.Gpu(config.Hardware, own, spans, diagnostics);
        var nodes = config.Hardware.Nodes ?? HardwareSection.NodesDefault;
        var fabric = HardwareResolver.Fabric(config.Hardware.Network, nodes, spans, diagnostics);
        var engine = Release(decided, config.Serving, own, spans, diagnostics);
        if (model is null)
        {
            return null;
        }

        var precision = Precision(config.Model, model, own, spans, diagnostics);
        if (gpu is null || fabric is not { } network || precision is not { } weights)
        {
            return null;
        }

        decided.Keep("hardware.network.fabric", new Setting<string>(network.Value.Id, network.Why));
        var perNode = GpusPerNode(decided, config.Hardware);
        var layout = LayoutResolver.Resolve(decided, config.Parallelism, spans, model, weights.Quantization, engine.Engine, nodes, perNode);
        var isLinked = decided.Of(
            "hardware.nvlink",
            config.Hardware.Nvlink,
            gpu.HasBuiltInLink,
            gpu.HasBuiltInLink ? $"{gpu.Id} comes with {gpu.LinkName}" : $"{gpu.Id} has no built-in link"
        );
        var stated = EngineResolver.Stated(config.Serving, engine.Engine, model.Architecture);
        var question = new CacheQuestion(model, weights.Quantization, gpu, layout, stated);
        var serving = EngineResolver.Serving(decided, config.Serving, engine, question);
        var facts = new Facts(decided, config, own, spans, model, gpu, nodes, perNode, network, engine, layout, serving);
        return Decide(facts, weights.Quantization, weights.Precision, isLinked);
    }

    /// <summary>What the names of the file stand for.</summary>
    private sealed record Facts(
        Decisions Decided,
        DeepSeekConfig Config,
        UserCatalog Own,
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
        var (decided, config, serving) = (f.Decided, f.Config, f.Serving);
        var servedName = decided.Of("model.served_name", config.Model.ServedName, f.Model.Id, "the model's name");
        var name = ObjectName.Resolve(decided, config.Kubernetes.Name, servedName);
        var targets = TargetRequest.Resolve(config, f.Spans);
        var workload = Workload.Resolve(decided, config.Workload, serving);
        var replicas = ReplicaCounts.Resolve(decided, config, workload);
        var node = NodeHardware.Resolve(decided, config.Hardware);
        var host = HostSettings.Resolve(decided, config.Host, config.Hardware.Cpu, f.GpusPerNode);
        var rollout = RolloutSettings.Resolve(decided, config.Rollout);
        var cluster = new ClusterResolver(
            decided,
            name,
            f.Gpu.Vendor,
            f.Nodes,
            f.GpusPerNode,
            node,
            replicas,
            rollout,
            serving.ManyWaiting
        );
        var sequences = (long)serving.MaxNumSeqs * f.Layout.Caches;
        var gateway = config.Gateway is { } stated
            ? GatewaySettings.Resolve(decided, stated, workload, sequences, serving.Port, targets)
            : null;
        return new Deployment
        {
            OwnCatalog = f.Own,
            Spans = f.Spans,
            Document = config.Document,
            Targets = targets,
            Name = name,
            ServedName = servedName,
            Model = f.Model,
            Source = ModelSource.Resolve(decided, config.Model, f.Spans),
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
            Network = NetworkSettings.Resolve(decided, config.Hardware.Network, f.Fabric),
            Engine = f.Engine,
            Layout = f.Layout,
            StatedStageLayers = config.Parallelism.PipelineLayers.IsDefault ? null : config.Parallelism.PipelineLayers,
            Serving = serving,
            Workload = workload,
            Replicas = replicas,
            StorageBandwidth = decided.Of(
                "hardware.storage.bandwidth",
                config.Hardware.Storage.Bandwidth,
                StorageSection.BandwidthDefault.Value,
                "typical of a network file system"
            ),
            Host = host,
            Container = ContainerSettings.Resolve(decided, config.Container, name, f.Engine, f.Gpu.Vendor),
            Cluster = cluster.Resolve(config.Kubernetes),
            Rollout = rollout,
            Environments = config.Environments,
            Security = SecuritySettings.Resolve(decided, config.Security),
            Gateway = gateway,
            Compliance = ComplianceSettings.Resolve(Of(TargetNames.Compliance), config.Compliance, gateway),
            Observability = ObservabilitySettings.Resolve(decided, config.Observability, name),
            Helm = HelmSettings.Resolve(Of(TargetNames.Helm), config.Helm),
            Systemd = SystemdSettings.Resolve(Of("systemd"), config.Systemd, host.NumaNodes),
            Operations = OperationsSettings.Resolve(Of("operations"), config.Operations, workload),
            Triton = TritonSettings.Resolve(Of(TargetNames.Triton), config.Triton, config.Container.Registry),
            Framework = FrameworkSettings.Resolve(Of(TargetNames.Framework), config.Framework),
        } with
        {
            Decisions = decided.Made,
        };

        // Of a target that is not written nothing is told.
        Decisions Of(string target) => targets.HasSection(target) || targets.Names(target) ? decided : new Decisions();
    }

    private static EngineRelease Release(
        Decisions decided,
        ServingSection stated,
        UserCatalog own,
        SpanTable spans,
        DiagnosticBag diagnostics
    )
    {
        var engine = EngineCatalog.Release(EngineList.Find(stated.Engine), stated.EngineVersion, out var newest, own);
        decided.Of("serving.engine_version", stated.EngineVersion, engine.VersionText, "the newest release in the catalogue");
        Judge(engine, newest, spans, diagnostics);
        return engine;
    }

    private static Setting<int> GpusPerNode(Decisions decided, HardwareSection stated) =>
        stated.GpuId.IsDefaultOrEmpty
            ? decided.Of("hardware.gpus_per_node", stated.GpusPerNode, HardwareSection.GpusPerNodeDefault, "default")
            : new(stated.GpuId.Length, "");

    /// <summary>Says where the release is not one of the catalogue's.</summary>
    private static void Judge(EngineRelease engine, Version newest, SpanTable spans, DiagnosticBag diagnostics)
    {
        const string Key = "serving.engine_version";
        if (engine.IsNewer)
        {
            diagnostics.Report(
                ResolutionDiagnostics.NewerEngine,
                spans.Find(Key),
                $"{engine.Title} {engine.VersionText} is newer than the catalogue; it is judged as {newest}, the newest release there",
                Key,
                "test the release before you rely on the result: its flags and defaults may have changed"
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
        UserCatalog own,
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
        var alternatives = ModelResolver.Alternatives(model, stated, own);
        diagnostics.Report(
            ResolutionDiagnostics.UnavailablePrecision,
            spans.Find("model.precision"),
            $"{model.Id} is a {NameOf(model.NativePrecision)} checkpoint and can't be loaded as {word}",
            "model.precision",
            alternatives.IsEmpty ? "remove `model.precision`" : $"use a {word} checkpoint: {string.Join(", ", alternatives)}"
        );
        return null;
    }

    private static string NameOf(PrecisionKind precision) => ModelSection.Precisions.First(p => p.Value == precision).Name;
}
