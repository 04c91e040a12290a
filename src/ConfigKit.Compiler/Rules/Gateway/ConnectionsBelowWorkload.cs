using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Gateway;

/// <summary>A gateway that lets in less than the workload needs at once.</summary>
internal sealed class ConnectionsBelowWorkload() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK8017",
        "Connection limit below the workload's concurrency",
        Severity.Warning
    )
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks = "`gateway.rate_limit.connections` is compared with `workload.concurrency`.",
            Why =
                "A request holds its connection until the last token. With too few connections the gateway refuses requests (503) "
                + "while the engine has free slots.",
            Formula = """
                rate_limit.connections >= workload.concurrency
                16 < 64: reported
                """,
            Fix =
                "Raise `gateway.rate_limit.connections`, ideally to twice the concurrency, so that short queues form in the "
                + "engine and not at the gateway.",
            References = [new("nginx: limit_conn", "https://nginx.org/en/docs/http/ngx_http_limit_conn_module.html")],
        },
        Bad = GatewayExample.R1With("  rate_limit: {connections: 16}\nworkload: {concurrency: 64}\n"),
        Good = GatewayExample.R1With("  rate_limit: {connections: 256}\nworkload: {concurrency: 64}\n"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var needed = s.Deployment.Workload.Concurrency;
        if (s.Deployment.Gateway?.Connections is { IsStated: true } limit && needed.IsStated && limit.Value < needed.Value)
        {
            yield return new Finding(
                "gateway.rate_limit.connections",
                $"the gateway allows {limit} concurrent requests; the workload has {needed}",
                $"set `gateway.rate_limit.connections` to at least {needed}, ideally twice that"
            );
        }
    }
}
