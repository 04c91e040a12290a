namespace ConfigKit.Tests.Targets;

/// <summary>A stated NUMA table is held against the node's own.</summary>
public sealed class PreflightNumaTests
{
    [ProgramTheory("bash")]
    [InlineData("0 0 0 0 1 1 1 1", "PASS  NUMA nodes of the GPUs: 0 0 0 0 1 1 1 1")]
    [InlineData("0 1 0 1 0 1 0 1", "FAIL  NUMA nodes of the GPUs are 0 1 0 1 0 1 0 1, not 0 0 0 0 1 1 1 1")]
    [InlineData("", "FAIL  NUMA nodes of the GPUs are ? ? ? ? ? ? ? ?, not")]
    public void Table_is_checked(string nodes, string said)
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        written.Program(
            "nvidia-smi",
            "case $* in *bus_id*) for i in 1 2 3 4 5 6 7 8; do echo \"00000000:${i}B:00.0\"; done ;; topo*) echo NV18 ;; *) for i in 1 2 3 4 5 6 7 8; do echo '81559, 580.95.05'; done ;; esac"
        );
        var stated = nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < stated.Length; i++)
        {
            written.Put($"node/sys/bus/pci/devices/0000:{i + 1}b:00.0/numa_node", stated[i] + "\n");
        }

        Assert.Contains(said, written.Run("sysctl/preflight.sh", "--root", written["node"]).Output, StringComparison.Ordinal);
    }
}
