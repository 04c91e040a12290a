namespace ConfigKit.Tests.Resolution.Settings;

/// <summary>What a node has, and how nodes reach each other.</summary>
public sealed class HardwareSettingsTests
{
    [Fact]
    public void A_node_is_known_as_far_as_the_file_says()
    {
        var unknown = Decided.From().Node;
        Assert.Null(unknown.CpuModel);
        Assert.Null(unknown.CpuCores);
        Assert.Null(unknown.CpuThreads);
        Assert.Null(unknown.Memory);
        Assert.Null(unknown.StorageCapacity);
        Decided.IsDefault("/var/lib/deepseek/models", "default path", unknown.StoragePath);

        var known = Decided
            .From(hardware: "cpu: {model: EPYC 9654, cores: 192}\ncpu_threads: 384\nmemory: 2TiB\nstorage: {path: /data, capacity: 4TiB}")
            .Node;
        Assert.Equal("EPYC 9654", known.CpuModel);
        Assert.Equal(192, known.CpuCores);
        Assert.Equal(384, known.CpuThreads);
        Assert.Equal(2L << 40, known.Memory);
        Assert.Equal(4L << 40, known.StorageCapacity);
        Decided.IsStated("/data", known.StoragePath);
    }

    [Fact]
    public void Network_defaults_follow_the_fabric()
    {
        var d = Decided.From(hardware: "nodes: 2\nnetwork: {fabric: infiniband-ndr}");

        Decided.IsDefault(1, "default", d.NicsPerNode);
        Decided.IsDefault(true, "infiniband-ndr supports RDMA", d.Network.IsRdma);
        Decided.IsDefault(false, "off by default", d.Network.IsGpudirect);
        Decided.IsDefault("eth0", "usual name of the first interface", d.Network.Interface);
        Assert.Empty(d.Network.Hca);
        // NDR: 400 Gb/s.
        Assert.Equal(50e9, d.NodeNetworkBandwidth);
    }

    [Fact]
    public void Stated_network_wins()
    {
        var d = Decided.From(
            hardware: "nodes: 2\nnetwork: {fabric: ethernet-100g, nics_per_node: 2, bandwidth: 10GB/s, rdma: true, gpudirect: true, "
                + "interface: bond0, hca: [mlx5_0], gid_index: 3, traffic_class: 106, service_level: 1}"
        );

        Decided.IsStated(2, d.NicsPerNode);
        Decided.IsStated(true, d.Network.IsRdma);
        Decided.IsStated(true, d.Network.IsGpudirect);
        Decided.IsStated("bond0", d.Network.Interface);
        Decided.Holds(["mlx5_0"], d.Network.Hca);
        Assert.Equal((3, 106, 1), (d.Network.GidIndex, d.Network.TrafficClass, d.Network.ServiceLevel));
        Assert.Equal(20e9, d.NodeNetworkBandwidth);
    }

    [Fact]
    public void Ethernet_offers_no_rdma() =>
        Decided.IsDefault(
            false,
            "ethernet-100g does not support RDMA",
            Decided.From(hardware: "nodes: 2\nnetwork: {fabric: ethernet-100g}").Network.IsRdma
        );
}
