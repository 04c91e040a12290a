using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Gateway;

/// <summary>A gateway that lets in less than the workload needs at once.</summary>
internal sealed class ConnectionsBelowWorkload : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8017", "Connections below the workload's concurrency", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "A request holds its connection until the last token. With fewer connections than `workload.concurrency` the gateway refuses requests (503) while slots of the engine stand empty.",
        },
        Bad = GatewayExample.R1With("  rate_limit: {connections: 16}\nworkload: {concurrency: 64}\n"),
        Good = GatewayExample.R1With("  rate_limit: {connections: 256}\nworkload: {concurrency: 64}\n"),
    };

    public ConnectionsBelowWorkload()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config)
            .Must(c => c.Gateway?.RateLimit.Connections is not { } limit || c.Workload.Concurrency is not { } needed || limit >= needed)
            .Reports(s => new Finding(
                "gateway.rate_limit.connections",
                $"the gateway takes {s.Deployment.Config.Gateway?.RateLimit.Connections} requests at once; the workload has {s.Deployment.Config.Workload.Concurrency}",
                $"at least {s.Deployment.Config.Workload.Concurrency}, better twice that"
            ));
}
