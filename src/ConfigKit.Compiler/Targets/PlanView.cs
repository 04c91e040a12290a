using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Rendering;
using ConfigKit.Resolution.Settings;
using Scriban.Runtime;

namespace ConfigKit.Targets;

/// <summary>The deployment as every template sees it; what one target alone shows lies in a view of that target.</summary>
internal sealed record PlanView : View
{
    private const string WritableFolder = "/cache";

    public required string Name { get; init; }
    public required string Model { get; init; }
    public required string ModelFolder { get; init; }
    public required string HostModelFolder { get; init; }
    public required string CacheFolder { get; init; }
    public required string Engine { get; init; }
    public required string EngineVersion { get; init; }
    public required string Image { get; init; }
    public required int User { get; init; }
    public required int Port { get; init; }
    public required string ShmSize { get; init; }
    public required long ShmBytes { get; init; }
    public required string HealthPath { get; init; }
    public required string ReadyPath { get; init; }
    public required long StartSeconds { get; init; }
    public required long DrainSeconds { get; init; }
    public required bool IsMultiNode { get; init; }
    public required int Nodes { get; init; }
    public required int GpusPerNode { get; init; }
    public required ImmutableArray<string> GpuIds { get; init; }
    public bool HasGpuIds => !GpuIds.IsEmpty;
    public required bool IsNvidia { get; init; }
    public required bool IsRdma { get; init; }
    public required ImmutableArray<VariableView> Environment { get; init; }

    /// <summary>Caches that the engines write; the image itself is read-only.</summary>
    public required ImmutableArray<VariableView> Caches { get; init; }

    public required ImmutableArray<SecretView> Secrets { get; init; }
    public ImmutableArray<SecretView> FileSecrets => [.. Secrets.Where(s => s.IsFile)];
    public bool HasSecrets => !Secrets.IsEmpty;
    public bool HasFileSecrets => !FileSecrets.IsEmpty;
    public required TensorRtLlmView? Trtllm { get; init; }

    public static PlanView Of(DeploymentPlan p)
    {
        var d = p.Deployment;
        return new PlanView
        {
            Name = p.Name,
            Model = d.Model.Id,
            ModelFolder = ModelSource.Folder,
            HostModelFolder = d.Node.StoragePath,
            CacheFolder = WritableFolder,
            Engine = d.Engine.Engine.Name,
            EngineVersion = d.Engine.VersionText,
            Image = p.Image,
            User = p.User,
            Port = p.Port,
            ShmSize = Amount.Memory(p.ShmBytes),
            ShmBytes = p.ShmBytes,
            HealthPath = p.HealthPath,
            ReadyPath = p.ReadyPath,
            StartSeconds = Amount.Seconds(p.StartupTimeout),
            DrainSeconds = Amount.Seconds(p.DrainTimeout),
            IsMultiNode = d.Nodes > 1,
            Nodes = d.Nodes,
            GpusPerNode = d.GpusPerNode,
            GpuIds = [.. d.GpuIds.Select(i => i.ToString(CultureInfo.InvariantCulture))],
            IsNvidia = d.Gpu.Vendor == GpuVendor.Nvidia,
            IsRdma = ClusterPlanner.NeedsLockedMemory(d),
            Environment = [.. p.Environment.Select(v => new VariableView(v))],
            Caches = [.. CacheFolders.Under(WritableFolder).Select(c => new VariableView(c.Name, c.Value))],
            Secrets = [.. p.Secrets.Select(s => new SecretView(s))],
            Trtllm = TensorRtLlmView.Of(p),
        };
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["model"] = Model,
            ["model_folder"] = ModelFolder,
            ["host_model_folder"] = HostModelFolder,
            ["cache_folder"] = CacheFolder,
            ["engine"] = Engine,
            ["engine_version"] = EngineVersion,
            ["image"] = Image,
            ["user"] = User,
            ["port"] = Port,
            ["shm_size"] = ShmSize,
            ["shm_bytes"] = ShmBytes,
            ["health_path"] = HealthPath,
            ["ready_path"] = ReadyPath,
            ["start_seconds"] = StartSeconds,
            ["drain_seconds"] = DrainSeconds,
            ["is_multi_node"] = IsMultiNode,
            ["nodes"] = Nodes,
            ["gpus_per_node"] = GpusPerNode,
            ["gpu_ids"] = List(GpuIds),
            ["has_gpu_ids"] = HasGpuIds,
            ["is_nvidia"] = IsNvidia,
            ["is_rdma"] = IsRdma,
            ["environment"] = List(Environment),
            ["caches"] = List(Caches),
            ["secrets"] = List(Secrets),
            ["file_secrets"] = List(FileSecrets),
            ["has_secrets"] = HasSecrets,
            ["has_file_secrets"] = HasFileSecrets,
            ["trtllm"] = Trtllm?.ToScript(),
        };
}
