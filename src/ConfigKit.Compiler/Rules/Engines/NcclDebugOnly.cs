using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>A NCCL variable that its guide reserves for debugging.</summary>
internal sealed class NcclDebugOnly() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7012", "NCCL debugging variable in production", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "NCCL's guide lists these variables under Debugging: they must not stay in production scripts, because they "
                + "override what NCCL finds out by itself and may cost speed, crash or hang after an update. NCCL_P2P_LEVEL, "
                + "NCCL_IB_QPS_PER_CONNECTION, NCCL_NET_GDR_LEVEL, NCCL_ALGO and NCCL_PROTO are among them. They are written since "
                + "you ask for it.",
        },
        Bad = Examples.R1OnH200 + "  env: {NCCL_P2P_DISABLE: \"1\"}\n",
        Good = Examples.R1OnH200 + "  env: {NCCL_DEBUG: WARN}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s) =>
        from name in s.Deployment.Serving.Environment.Keys
        where CommunicationVariables.Find(name) is { IsDebugOnly: true }
        select new Finding(
            $"serving.env.{name}",
            $"{name} is a debugging variable of NCCL",
            "remove it once the fault that it works around is found"
        );
}
