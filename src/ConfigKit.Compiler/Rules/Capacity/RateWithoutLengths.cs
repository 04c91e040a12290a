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
            Checks =
                "A rate of requests says nothing of an LLM's load without their lengths: 100 requests/s of 50 tokens are a small fraction of one GPU, of 20,000 tokens a cluster. Nothing can be checked until `input_tokens` and `output_tokens` are stated.",
        },
        Bad = Examples.R1OnH200 + "workload: {requests_per_second: 100}\n",
        Good = Examples.R1OnH200 + "workload: {requests_per_second: 1, input_tokens: 1000, output_tokens: 200}\n",
    };
}
