using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private static string R1Host(string host) => Examples.R1OnH200 + $"host: {{{host}}}\n";

    private static string R1Node(string keys) => Examples.R1OnH200.Replace(Nodes8, Nodes8 + keys);

    public static TheoryData<string, string, bool, string> Host =>
        Rows(
            // 8 × 4 GiB and 16 GiB of /dev/shm
            Limit("CK6001", R1Node("  memory: §\n"), reported: ["47GiB", "49151MiB"], silent: ["48GiB", "49GiB"]),
            // The checkpoint's 688.587 GB and the 48 GiB of the processes
            Limit("CK6002", R1Node("  memory: §\n"), reported: ["705839MiB"], silent: ["705840MiB", "705841MiB"]),
            Limit("CK6003", R1Node("  storage: {capacity: §}\n"), reported: ["688586MB"], silent: ["688587MB", "688588MB"]),
            // At 1 GB/s
            Limit(
                "CK6004",
                R1Node("  storage: {bandwidth: 1GB/s}\n") + "workload: {load_time: §}\n",
                reported: ["688s"],
                silent: ["689s", "690s"]
            ),
            // 688.587 GB in 30 minutes: 382.55 MB/s
            Limit("CK6005", R1Node("  storage: {bandwidth: §}\n"), reported: ["382MB/s"], silent: ["383MB/s", "384MB/s"]),
            // The driver that CUDA 12.8 came with
            Limit("CK6007", R1Host("driver_version: \"§\""), reported: ["570.25"], silent: ["570.26", "570.27"]),
            // CUDA 12 runs from 525.60.13 on.
            Limit("CK6006", R1Host("driver_version: \"§\""), reported: ["525.60.12"], silent: ["525.60.13", "525.60.14"]),
            Limit("CK6009", R1Host("swappiness: §"), reported: ["11"], silent: ["9", "10"]),
            // 1 TiB of memory
            Limit("CK6011", R1Node("  memory: 1TiB\n") + "host: {hugepages_1gi: §}\n", reported: ["1024", "1025"], silent: ["1023"]),
            Limit("CK6012", R1Host("numa_nodes: 2, hugepages_1gi: §"), reported: ["15", "17"], silent: ["14", "16"]),
            // 8 ranks, an API server and a scheduler
            Limit("CK6013", R1Node("  cpu_threads: §\n"), reported: ["9"], silent: ["10", "11"]),
            Limit("CK6020", R1Host("sysctl: {vm.watermark_scale_factor: §}"), reported: ["0", "3001"], silent: ["1", "2999", "3000"]),
            // Two NUMA nodes are 0 and 1.
            Limit("CK6023", R1Host("numa_nodes: 2, gpu_numa_nodes: [0, 0, 0, 0, 1, 1, 1, §]"), reported: ["2", "3"], silent: ["0", "1"]),
            // One entry for each of 8 GPUs
            Limit(
                "CK6023",
                R1Host("numa_nodes: 2, gpu_numa_nodes: [§]"),
                reported: ["0, 0, 0, 0, 1, 1, 1", "0, 0, 0, 0, 1, 1, 1, 1, 1"],
                silent: ["0, 0, 0, 0, 1, 1, 1, 1"]
            ),
            Limit("CK6030", R1Host("hugepages_1gi: 16") + "kubernetes: {hugepages_1gi: §}\n", reported: ["17"], silent: ["15", "16"])
        );
}
