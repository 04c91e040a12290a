using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>A limit under which one subject may take everything.</summary>
internal sealed class RateLimitAboveWorkload() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8016", "Rate limit per caller above the whole workload", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "`gateway.rate_limit.requests_per_second`, which applies to each caller (the token's subject), is compared with "
                + "`workload.requests_per_second`, which is the load of all callers together.",
            Why =
                "If one caller may send more than all are expected to, the limit stops nobody from crowding out the others. A "
                + "lower limit is never reported, because the number of callers isn't known.",
            Formula = """
                rate_limit.requests_per_second <= workload.requests_per_second
                20/s > 2/s: reported
                """,
            Fix = "Lower the limit, or state the larger workload, which is then checked against the hardware.",
            References = [new("nginx: limit_req", "https://nginx.org/en/docs/http/ngx_http_limit_req_module.html")],
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
                $"one caller may send {Quantity.Number(limit)} requests/s, more than the whole workload ({Quantity.Number(ofAll)})",
                $"set `gateway.rate_limit.requests_per_second` to {Quantity.Number(ofAll)} or less"
            );
        }
    }
}
