using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private const string Confidential = "security: {confidential_computing: ppcie}\n";

    public static TheoryData<string, string, bool, string> Security =>
        Rows(
            Limit(
                "CK8001",
                Examples.R1OnH200 + "  env: {§}\n",
                reported: ["MY_TOKEN: x", "XMAX_TOKEN: x"],
                silent: ["MY_TOKEN: \"\"", "MAX_TOKEN: x", "max_api_key: x", "TOKENS: x"]
            ),
            // A commit has 40 hex digits.
            Limit(
                "CK8002",
                Examples.R1OnH200.Replace("DeepSeek-R1\n", "DeepSeek-R1\n  trust_remote_code: true\n  revision: §\n"),
                reported: ["56d4cbbb4d29f4355bab4b9a39ccb717a14ad5a", "56d4cbbb4d29f4355bab4b9a39ccb717a14ad5ad0"],
                silent: ["56d4cbbb4d29f4355bab4b9a39ccb717a14ad5ad"]
            ),
            Limit(
                "CK8027",
                Examples.R1OnH200.Replace("DeepSeek-R1\n", "DeepSeek-R1\n  hub: §\n"),
                reported: ["http://hub.example.com", "http://localhost.example.com:80/hf"],
                silent: ["https://hub.example.com", "http://localhost:8080", "http://127.0.0.1/hf", "modelscope"]
            ),
            // Hopper begins at 9.0, the workstation parts without the mode at 12.0.
            Limit(
                "CK8003",
                WithGpu("h200-sxm", capability: "§") + Confidential,
                reported: ["8.9", "12.0", "12.1"],
                silent: ["9.0", "9.1", "11.9"]
            ),
            Limit("CK8003", OnGpus("§") + "security: {confidential_computing: ppcie}\n", reported: ["7", "9"], silent: ["8"]),
            Limit("CK8003", OnGpus("§") + "security: {confidential_computing: cc}\n", reported: ["2"], silent: ["1"]),
            // Blackwell gives several GPUs to a VM under cc.
            Limit(
                "CK8003",
                WithGpu("h200-sxm", capability: "§") + "security: {confidential_computing: cc}\n",
                reported: ["9.9"],
                silent: ["10.0", "10.1"]
            ),
            Limit("CK8004", OnGpus("§") + "security: {gpu_sharing: mps}\n", reported: ["2"], silent: ["1"]),
            Limit("CK8005", Examples.R1OnH200 + "compliance: {log_retention: §}\n", reported: ["183d"], silent: ["184d", "185d"]),
            Limit(
                "CK8025",
                Examples.R1OnH200 + "host: {driver_version: \"§\"}\n" + Confidential,
                reported: ["550.54.14", "549.99.99"],
                silent: ["550.54.15", "550.54.16"]
            ),
            // EPYC 7001 and 7002, Xeon Scalable of generations 1 to 3; what comes before and after is not known to lack the mode.
            Limit(
                "CK8026",
                Examples.R1OnH200.Replace(Nodes8, Nodes8 + "  cpu: {model: §}\n") + Confidential,
                reported:
                [
                    "AMD EPYC 7601",
                    "AMD EPYC 7742",
                    "Intel Xeon Platinum 8180",
                    "Intel Xeon Platinum 8380",
                    "Intel Xeon Gold 5318",
                ],
                silent: ["AMD EPYC 7763", "AMD EPYC 9654", "Intel Xeon Platinum 8480", "Intel Xeon Gold 6430"]
            )
        );

    private static string WithGpu(string name, string capability) =>
        Examples.R1OnH200.Replace("gpu: h200-sxm", $"gpu: {{name: {name}, compute_capability: \"{capability}\"}}");

    private static string OnGpus(string count) =>
        Examples.Distill7B.Replace("gpus_per_node: 1", $"gpus_per_node: {count}\nparallelism: {{tensor: {count}}}");
}
