using System.Collections.Immutable;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>The DaemonSet that applies host settings, as its templates see it.</summary>
internal sealed record HostTuningPage : View
{
    // Where the DaemonSet's container sees the node, and the folder there that it copies its files to.
    private const string Node = "/node";
    private const string NodeFolder = "/run/deepseek-config";

    public required LiteralText HostSettings { get; init; }
    public required LiteralText HostScript { get; init; }
    public required string HostHash { get; init; }
    public required Block HostWaivers { get; init; }
    public required Block HostWaiversTrivy { get; init; }

    /// <summary>The script runs in the node's own root, for its sysctl, modprobe and systemctl.</summary>
    public required ImmutableArray<string> HostCommand { get; init; }

    public required ImmutableArray<string> HostSleep { get; init; }

    /// <summary>Without settings; where no DaemonSet is written.</summary>
    public static HostTuningPage None { get; } =
        new()
        {
            HostSettings = new LiteralText("", 0),
            HostScript = new LiteralText("", 0),
            HostHash = "",
            HostWaivers = WaiverBlocks.None.Annotations,
            HostWaiversTrivy = WaiverBlocks.None.Comments,
            HostCommand =
            [
                "/bin/sh",
                "-c",
                $"mkdir -p {Node}{NodeFolder} && cp /settings/90-deepseek.conf /settings/deepseek-host.sh {Node}{NodeFolder}/ "
                    + $"&& exec chroot {Node} /bin/bash {NodeFolder}/deepseek-host.sh apply",
            ],
            HostSleep = ["sleep", "infinity"],
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["host_settings"] = HostSettings,
            ["host_script"] = HostScript,
            ["host_hash"] = HostHash,
            ["host_waivers"] = HostWaivers,
            ["host_waivers_trivy"] = HostWaiversTrivy,
            ["host_command"] = List(HostCommand),
            ["host_sleep"] = List(HostSleep),
        };
}
