using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Targets.Nccl;

/// <summary>
/// Variables of NCCL, GLOO, UCX and NVSHMEM for the topology. One typed key fans out to every stack that has such a
/// setting; none of NCCL's debugging class is set, because NCCL finds the rest out by itself.
/// </summary>
internal static class CommunicationEnvironment
{
    public static IEnumerable<EnvironmentVariable> Of(Deployment d)
    {
        yield return Variable("NCCL_DEBUG", Level(d.Observability.NcclDebug), "log errors with their cause");
        if (d.Nodes == 1)
        {
            yield break;
        }

        var network = d.Network;
        var device = network.Interface;
        yield return Variable("NCCL_SOCKET_IFNAME", "=" + device, "connection set-up; = matches the name exactly");
        yield return Variable("GLOO_SOCKET_IFNAME", device, "without it, set-up can hang on nodes with several interfaces");
        if (!d.IsRdma)
        {
            yield return Variable("NCCL_NET", "Socket", "no RDMA: TCP sockets");
            yield return Variable("NCCL_SOCKET_NTHREADS", "4", "helper threads per connection, as NCCL advises for fast Ethernet");
            yield return Variable("NCCL_NSOCKS_PERTHREAD", "4", "sockets per thread; threads × sockets must not exceed 64");
            yield break;
        }

        yield return Variable("NVSHMEM_BOOTSTRAP_UID_SOCK_IFNAME", device, "connection set-up of DeepEP");
        foreach (
            var variable in Devices(network).Concat(d.Fabric.Value.Kind == FabricKind.Roce ? Roce(network) : []).Concat(Levels(network))
        )
        {
            yield return variable;
        }
    }

    /// <summary>The RDMA devices: NCCL takes names exactly with =, UCX and NVSHMEM want a port.</summary>
    private static IEnumerable<EnvironmentVariable> Devices(NetworkSettings network)
    {
        if (network.Hca.IsEmpty)
        {
            yield break;
        }

        var ports = string.Join(',', network.Hca.Select(h => h.Contains(':', StringComparison.Ordinal) ? h : h + ":1"));
        yield return Variable(
            "NCCL_IB_HCA",
            "=" + string.Join(',', network.Hca),
            "only these devices; = keeps mlx5_1 from matching mlx5_10"
        );
        yield return Variable("UCX_NET_DEVICES", ports, "the same for UCX (NIXL)");
        yield return Variable("NVSHMEM_ENABLE_NIC_PE_MAPPING", "1", "without it, NVSHMEM ignores the device list");
        yield return Variable("NVSHMEM_HCA_LIST", ports, "the same for NVSHMEM (DeepEP)");
    }

    private static IEnumerable<EnvironmentVariable> Roce(NetworkSettings network)
    {
        if (network.GidIndex is { } gid)
        {
            yield return Variable("NCCL_IB_GID_INDEX", $"{gid}", "index of the RoCE v2 GID on every node");
            yield return Variable("UCX_IB_GID_INDEX", $"{gid}", "the same for UCX");
            yield return Variable("NVSHMEM_IB_GID_INDEX", $"{gid}", "the same for NVSHMEM");
            yield return Variable("MC_GID_INDEX", $"{gid}", "the same for Mooncake");
        }

        if (network.TrafficClass is { } traffic)
        {
            yield return Variable("NCCL_IB_TC", $"{traffic}", "lossless traffic class of the switches");
            yield return Variable("UCX_IB_TRAFFIC_CLASS", $"{traffic}", "the same for UCX");
            yield return Variable("NVSHMEM_IB_TRAFFIC_CLASS", $"{traffic}", "the same for NVSHMEM");
        }
    }

    private static IEnumerable<EnvironmentVariable> Levels(NetworkSettings network)
    {
        if (network.ServiceLevel is { } level)
        {
            yield return Variable("NCCL_IB_SL", $"{level}", "service level");
            yield return Variable("UCX_IB_SL", $"{level}", "the same for UCX");
            yield return Variable("NVSHMEM_IB_SL", $"{level}", "the same for NVSHMEM");
        }
    }

    private static string Level(NcclLogLevel level) =>
        level switch
        {
            NcclLogLevel.Version => "VERSION",
            NcclLogLevel.Info => "INFO",
            NcclLogLevel.Trace => "TRACE",
            NcclLogLevel.Warn => "WARN",
        };

    private static EnvironmentVariable Variable(string name, string value, string comment) =>
        new(name, value, comment, IsCommunication: true);
}
