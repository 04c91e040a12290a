using ConfigKit.Model;

namespace ConfigKit.Tests.Resolution.Settings;

public sealed class HostSettingsTests
{
    [Fact]
    public void Defaults_and_their_reasons()
    {
        var h = Decided.From().Host;

        Assert.Null(h.DriverVersion);
        Decided.IsDefault(TransparentHugepageMode.Never, "compaction stalls the engine's processes", h.TransparentHugepages);
        Decided.IsDefault(1, "swaps only when memory is nearly full", h.Swappiness);
        Decided.IsDefault(long.MaxValue, "RDMA registers whole buffers", h.Memlock);
        Decided.IsDefault(0, "the engines use none", h.Hugepages2Mi);
        Decided.IsDefault(0, "the engines use none", h.Hugepages1Gi);
        Decided.IsDefault(false, "ranks are pinned", h.NumaBalancing);
        Decided.IsDefault(134_217_728, "enough for 100 Gb/s", h.SocketBuffer);
        Decided.IsDefault(1_048_576, "each rank maps every file of the checkpoint", h.MaxMapCount);
        Assert.Null(h.GpuNumaNodes);
        Assert.Empty(h.Sysctl);
        Assert.Equal(0, h.ReservedBytes);
    }

    [Fact]
    public void Stated_values_win()
    {
        var h = Decided
            .From(
                "host: {driver_version: \"580.95.05\", transparent_hugepages: madvise, swappiness: 10, memlock: 1GiB, hugepages_2mi: 512, "
                    + "hugepages_1gi: 2, numa_balancing: true, socket_buffer: 64MiB, max_map_count: 262144, sysctl: {vm.min_free_kbytes: 1}}"
            )
            .Host;

        Assert.Equal("580.95.05", h.DriverVersion);
        Decided.IsStated(TransparentHugepageMode.Madvise, h.TransparentHugepages);
        Decided.IsStated(10, h.Swappiness);
        Decided.IsStated(1L << 30, h.Memlock);
        Decided.IsStated(512, h.Hugepages2Mi);
        Decided.IsStated(2, h.Hugepages1Gi);
        Decided.IsStated(true, h.NumaBalancing);
        Decided.IsStated(64L << 20, h.SocketBuffer);
        Decided.IsStated(262_144, h.MaxMapCount);
        Assert.Equal("1", h.Sysctl["vm.min_free_kbytes"]);
        // 512 × 2 MiB and 2 × 1 GiB.
        Assert.Equal(3L << 30, h.ReservedBytes);
    }

    [Theory]
    [InlineData("", "", 8, 2, "a node with 8 GPUs has two sockets")]
    [InlineData("", "", 7, 1, "assuming one socket")]
    [InlineData("host: {gpu_numa_nodes: [0, 3]}", "", 2, 4, "the highest of host.gpu_numa_nodes")]
    [InlineData("host: {gpu_numa_nodes: [0, 3]}", "cpu: {sockets: 8}", 2, 8, "from hardware.cpu.sockets")]
    [InlineData("host: {numa_nodes: 16}", "cpu: {sockets: 8}", 2, 16, "")]
    public void Numa_nodes_come_from_the_first_that_says_so(string sections, string cpu, int gpus, int nodes, string why)
    {
        var d = Decided.From(sections, cpu, gpus: gpus);

        Assert.Equal(new Setting<int>(nodes, why), d.Host.NumaNodes);
        Assert.Equal(why is "" or "from hardware.cpu.sockets" ? nodes : null, d.Host.StatedNumaNodes);
    }
}
