using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Capacity;

/// <summary>Requests per second without token lengths.</summary>
internal static class RateWithoutLengths
{
    public static readonly DiagnosticDescriptor Fault = new("CK9005", "Request rate without token lengths", Severity.Warning)
    {
        Group = DiagnosticGroup.Capacity,
        Explanation = new()
        {
            Checks = "`requests_per_second` is set without `input_tokens` and `output_tokens`.",
            Why =
                "A rate says nothing about the load without lengths: 100 requests/s of 50 tokens need a fraction of a GPU, of "
                + "20,000 tokens a cluster. Capacity isn't checked.",
            Fix = "Add the average `input_tokens` and `output_tokens`.",
            References = [SourceLinks.ErlangC],
        },
        Bad = Examples.R1OnH200 + "workload: {requests_per_second: 100}\n",
        Good = Examples.R1OnH200 + "workload: {requests_per_second: 1, input_tokens: 1000, output_tokens: 200}\n",
    };
}
