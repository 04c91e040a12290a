using ConfigKit.Rules;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    private static readonly string Claim = Examples.Distill7B.Replace("Qwen-7B\n", "Qwen-7B\n  parameters_billion: §\n");

    public static TheoryData<string, string, bool, string> Memory =>
        Rows(
            // What validate prints as the longest request that fits on an A10.
            Limit(
                "CK3002",
                Examples.Distill7B.Replace("h100-sxm", "a10").Replace("32768", "§"),
                reported: ["92257", "92258"],
                silent: ["92256"]
            ),
            // 81,121 MiB of an H100 / 2 bytes = 42.53 billion
            Limit("CK3004", Claim, reported: ["42.54"], silent: ["42.53", "42.52"]),
            // 7.6156 billion ± 5 % = 7.2348 … 7.9964
            Limit("CK3005", Claim, reported: ["7.23", "8.0"], silent: ["7.24", "7.99"])
        );
}
