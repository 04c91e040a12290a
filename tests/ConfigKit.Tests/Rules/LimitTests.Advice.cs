using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private const string Nodes8 = "  gpus_per_node: 8\n";

    public static TheoryData<string, string, bool, string> Advice =>
        Rows(
            // 8 ranks × 16 threads = 128
            Limit(
                "CK7026",
                Examples.R1OnH200.Replace(Nodes8, Nodes8 + "  cpu_threads: 128\n") + "  env: {OMP_NUM_THREADS: \"§\"}\n",
                reported: ["0", "17"],
                silent: ["1", "15", "16"]
            ),
            Limit(
                "CK7026",
                Examples.R1OnH200.Replace(Nodes8, Nodes8 + "  cpu_threads: §\n") + "  env: {MKL_NUM_THREADS: \"16\"}\n",
                reported: ["127"],
                silent: ["128", "129"]
            ),
            // 64 cores have 128 hardware threads.
            Limit(
                "CK7026",
                Examples.R1OnH200.Replace(Nodes8, Nodes8 + "  cpu: {cores: 64}\n") + "  env: {OPENBLAS_NUM_THREADS: \"§\"}\n",
                reported: ["17"],
                silent: ["15", "16"]
            )
        );
}
