using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using Scriban.Runtime;

namespace ConfigKit.Targets.Docker;

/// <summary>The image and its container as templates see them.</summary>
internal sealed record DockerView : View
{
    public required string BaseImage { get; init; }
    public required bool InstallsRay { get; init; }
    public required ImmutableArray<VariableView> Labels { get; init; }
    public required ImmutableArray<string> Command { get; init; }
    public required ImmutableArray<string> ComposeCommand { get; init; }
    public required ImmutableArray<string> HealthCommand { get; init; }

    /// <summary>Device files of a container: RDMA's, and AMD's GPUs, which have no driver plug-in of Docker.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    public bool HasDevices => !Devices.IsEmpty;

    public static DockerView Of(DeploymentPlan p)
    {
        var d = p.Deployment;
        var command = p.Command.Start(d.Engine.Engine, "\"$NODE_RANK\"", "\"$MASTER_ADDR\"", d.Nodes);
        return new DockerView
        {
            BaseImage = p.BaseImage,
            InstallsRay = d.UsesRay && d.Engine.StartsNodesItself,
            Labels = [.. LabelsOf(p).Select(l => new VariableView(l.Key, l.Value))],
            Command = command,
            ComposeCommand = WithFileSecrets(p, command),
            HealthCommand =
            [
                "python3",
                "-c",
                $"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{p.Port}{p.HealthPath}', timeout=5)",
            ],
            Devices = [.. DevicesOf(d)],
        };
    }

    private static SortedDictionary<string, string> LabelsOf(DeploymentPlan p)
    {
        var engine = p.Deployment.Engine;
        var labels = new SortedDictionary<string, string>(p.Deployment.Container.Labels, StringComparer.Ordinal);
        labels.TryAdd("org.opencontainers.image.title", p.Name);
        labels.TryAdd("org.opencontainers.image.description", $"{engine.Title} {engine.VersionText} serving {p.Deployment.Model.Id}");
        labels.TryAdd("org.opencontainers.image.version", engine.VersionText);
        labels.TryAdd("org.opencontainers.image.base.name", p.BaseImage);
        return labels;
    }

    /// <summary>A Compose secret is a file; the engines want a variable.</summary>
    private static ImmutableArray<string> WithFileSecrets(DeploymentPlan p, ImmutableArray<string> command)
    {
        var exports = string.Concat(
            p.Secrets.Where(s => s.IsFile).Select(s => $"{s.Variable}=\"$(cat /run/secrets/{s.Key})\"; export {s.Variable}; ")
        );
        return exports.Length == 0 ? command : ["/bin/sh", "-c", exports + "exec \"$@\"", "sh", .. command];
    }

    private static IEnumerable<string> DevicesOf(Deployment d)
    {
        if (ClusterPlanner.NeedsLockedMemory(d))
        {
            yield return "/dev/infiniband";
        }

        if (d.Gpu.Vendor == GpuVendor.Amd)
        {
            yield return "/dev/kfd";
            yield return "/dev/dri";
        }
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["base_image"] = BaseImage,
            ["installs_ray"] = InstallsRay,
            ["labels"] = List(Labels),
            ["command"] = List(Command),
            ["compose_command"] = List(ComposeCommand),
            ["health_command"] = List(HealthCommand),
            ["devices"] = List(Devices),
            ["has_devices"] = HasDevices,
        };
}
