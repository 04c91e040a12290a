using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    public static TheoryData<string, string, bool, string> Operations =>
        Rows(
            Limit(
                "CK9021",
                Examples.R1OnH200 + "kubernetes:\n  autoscaling: {min_replicas: 4, max_replicas: §}\n",
                reported: ["3"],
                silent: ["4", "5"]
            ),
            Limit(
                "CK9021",
                Examples.R1OnH200 + "workload: {replicas: §}\nkubernetes:\n  autoscaling: {min_replicas: 1, max_replicas: 4}\n",
                reported: ["5"],
                silent: ["3", "4"]
            ),
            // 688,606 MB at 1 GB/s
            Limit(
                "CK9022",
                Examples.R1OnH200.Replace(Nodes8, Nodes8 + "  storage: {bandwidth: 1GB/s}\n")
                    + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: §}\n",
                reported: ["688s"],
                silent: ["689s"]
            ),
            Limit(
                "CK9023",
                Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: §}\n",
                reported: ["3601s"],
                silent: ["3599s", "3600s"]
            ),
            Limit(
                "CK9025",
                Examples.R1OnH200 + "workload: {replicas: §}\nrollout: {strategy: canary}\n",
                reported: ["1"],
                silent: ["2", "3"]
            ),
            Limit("CK9026", WithNodes("§") + "rollout: {strategy: blue_green, spare_gpus: true}\n", reported: ["2"], silent: ["1"]),
            Limit("CK9029", WithNodes("§") + "kubernetes: {workload: stateful_set}\n", reported: ["2"], silent: ["1"]),
            Limit(
                "CK9031",
                Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 4}\nenvironments:\n  staging: {replicas: §}\n",
                reported: ["5"],
                silent: ["3", "4"]
            )
        );

    private static string WithNodes(string count) =>
        Examples.R1OnTwoNodes.Replace("nodes: 2", $"nodes: {count}").Replace("pipeline: 2", $"pipeline: {count}");
}
