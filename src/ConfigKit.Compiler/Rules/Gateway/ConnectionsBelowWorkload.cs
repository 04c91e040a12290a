using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Gateway;

/// <summary>A gateway that lets in less than the workload needs at once.</summary>
internal sealed class ConnectionsBelowWorkload() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8017", "Connections below the workload's concurrency", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "A request holds its connection until the last token. With fewer connections than `workload.concurrency` the "
                + "gateway refuses requests (503) while slots of the engine stand empty.",
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
                $"the gateway takes {limit} requests at once; the workload has {needed}",
                $"at least {needed}, better twice that"
            );
        }
    }
}
