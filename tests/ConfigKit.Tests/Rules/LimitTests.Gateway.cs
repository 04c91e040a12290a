using ConfigKit.Rules.Gateway;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    public static TheoryData<string, string, bool, string> Gateway =>
        Rows(
            Limit(
                "CK8014",
                GatewayExample.R1With("  port: §\n  backends: [\"127.0.0.1:8000\"]\n"),
                reported: ["8000"],
                silent: ["7999", "8001"]
            ),
            // 4 bytes × 65,536 tokens + 64 KiB = 320 KiB
            Limit(
                "CK8015",
                GatewayExample.R1With("  max_request_size: §\n"),
                reported: ["319KiB", "327679B"],
                silent: ["320KiB", "327681B", "321KiB"]
            ),
            Limit(
                "CK8016",
                GatewayExample.R1With("  rate_limit: {requests_per_second: §}\nworkload: {requests_per_second: 2, output_tokens: 500}\n"),
                reported: ["2.01"],
                silent: ["1.99", "2"]
            ),
            Limit(
                "CK8017",
                GatewayExample.R1With("  rate_limit: {connections: §}\nworkload: {concurrency: 64}\n"),
                reported: ["63"],
                silent: ["64", "65"]
            ),
            Limit(
                "CK8018",
                GatewayExample.R1With("  read_timeout: §\nworkload: {processing_time: 20s}\n"),
                reported: ["19s"],
                silent: ["20s", "21s"]
            ),
            // An hour is waited for unless stated.
            Limit("CK8018", GatewayExample.R1With("workload: {processing_time: §}\n"), reported: ["3601s"], silent: ["3599s", "3600s"]),
            Limit("CK8019", GatewayExample.R1With("  implementations: [nginx]\nworkload: {replicas: §}\n"), reported: ["2"], silent: ["1"]),
            Limit(
                "CK8019",
                GatewayExample.R1With("  implementations: [nginx]\n  backends: [§]\nworkload: {replicas: 2}\n"),
                reported: ["\"a:8000\"", "\"a:8000\", \"a:8000\""],
                silent: ["\"a:8000\", \"b:8000\""]
            )
        );
}
