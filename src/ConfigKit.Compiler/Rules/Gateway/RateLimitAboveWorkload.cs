using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>A limit under which one subject may take everything.</summary>
internal sealed class RateLimitAboveWorkload() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK8016",
        "Rate limit of one subject above the whole workload",
        Severity.Warning
    )
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "`gateway.rate_limit.requests_per_second` holds for each subject, `workload.requests_per_second` is what all of "
                + "them together send and what the deployment is checked for. When one subject may send more than all are meant to, "
                + "the limit keeps nobody from crowding out the others. A lower limit is never wrong here, because the number of "
                + "subjects is not known.",
        },
        Bad = GatewayExample.R1With(
            "  rate_limit: {requests_per_second: 20}\n"
                + "workload: {requests_per_second: 2, input_tokens: 2000, output_tokens: 500, processing_time: 20s}\n"
        ),
        Good = GatewayExample.R1With(
            "  rate_limit: {requests_per_second: 1}\n"
                + "workload: {requests_per_second: 2, input_tokens: 2000, output_tokens: 500, processing_time: 20s}\n"
        ),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (
            d.Gateway?.RequestsPerSecond is { IsStated: true } limit
            && d.Workload.RequestsPerSecond is { } ofAll and > 0
            && limit.Value > ofAll
        )
        {
            yield return new Finding(
                "gateway.rate_limit.requests_per_second",
                $"one subject may send {Quantity.Number(limit)} requests/s; the workload of all is {Quantity.Number(ofAll)}",
                $"at most {Quantity.Number(ofAll)}, or state the larger workload"
            );
        }
    }
}
