using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private static readonly string Queue =
        Examples.Distill7B
        + "  max_num_seqs: §\nworkload: {requests_per_second: 10, input_tokens: 1000, output_tokens: 500, processing_time: 5s}\n";

    public static TheoryData<string, string, bool, string> Capacity =>
        Rows(
            // 10 requests/s × 5 s = 50 at once
            Limit("CK9001", Queue, reported: ["49", "50"], silent: ["51"]),
            // Erlang C: more than 5 % wait longer than 0.5 s with fewer than 60 slots.
            Limit("CK9002", Queue, reported: ["51", "59"], silent: ["50", "60", "61"]),
            // 645,248 KV tokens / 5,000 = 129.05
            Limit(
                "CK9003",
                Examples.R1OnH200 + "workload: {concurrency: §, input_tokens: 4000, output_tokens: 1000}\n",
                reported: ["130"],
                silent: ["128", "129"]
            ),
            Limit(
                "CK9004",
                Examples.R1OnH200 + "workload: {input_tokens: §, output_tokens: 4000}\n",
                reported: ["61537"],
                silent: ["61535", "61536"]
            )
        );
}
