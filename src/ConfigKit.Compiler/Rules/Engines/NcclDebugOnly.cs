using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>A NCCL variable that its guide reserves for debugging.</summary>
internal static class NcclDebugOnly
{
    public static readonly DiagnosticDescriptor Fault = new("CK7012", "NCCL debugging variable in production", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Variables that NCCL's guide lists under Debugging, among them `NCCL_P2P_LEVEL`, `NCCL_IB_QPS_PER_CONNECTION`, "
                + "`NCCL_NET_GDR_LEVEL`, `NCCL_ALGO` and `NCCL_PROTO`.",
            Why =
                "They override what NCCL detects and may cost speed, crash or hang after an update. They are written because you "
                + "ask for it.",
            Fix = "Remove the variable once the fault it works around is found.",
            References = [SourceLinks.NcclVariables],
        },
        Bad = Examples.R1OnH200 + "  env: {NCCL_P2P_DISABLE: \"1\"}\n",
        Good = Examples.R1OnH200 + "  env: {NCCL_DEBUG: WARN}\n",
    };

    /// <summary>Whether the guide lists a variable under debugging.</summary>
    public static bool Covers(string name) => CommunicationVariables.Find(name) is { IsDebugOnly: true };
}
