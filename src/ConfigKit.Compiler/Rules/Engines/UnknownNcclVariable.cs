using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A NCCL_ variable that NCCL does not read.</summary>
internal static class UnknownNcclVariable
{
    public static readonly DiagnosticDescriptor Fault = new("CK7010", "Unknown NCCL variable", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "Variables that begin with NCCL_, against the list of NCCL 2.30.7: its guide and the parameters in its source.",
            Why =
                "NCCL ignores names it doesn't know without a message, so a misspelled or invented variable looks set and does "
                + "nothing. `NCCL_BLOCKING_WAIT` and `NCCL_ASYNC_ERROR_HANDLING` were PyTorch's and are now `TORCH_NCCL_…`; "
                + "`NCCL_TIMEOUT` never existed.",
            Fix = "Correct the name or remove the variable.",
            References = [SourceLinks.NcclVariables, SourceLinks.TorchNccl],
        },
        Bad = Examples.R1OnH200 + "  env: {NCCL_BLOCKING_WAIT: \"1\"}\n",
        Good = Examples.R1OnH200 + "  env: {NCCL_DEBUG: WARN}\n",
    };

    /// <summary>Whether NCCL reads a variable, or it is none of NCCL's.</summary>
    public static bool IsKnown(string name) =>
        !name.StartsWith("NCCL_", StringComparison.Ordinal) || CommunicationVariables.Find(name) is not null;

    /// <summary>What to write instead.</summary>
    public static string Help(string name)
    {
        if (CommunicationVariables.Replacement(name) is { Length: > 0 } other)
        {
            return other.StartsWith("serving.", StringComparison.Ordinal) ? $"set `{other}`"
                : other.StartsWith("TORCH_", StringComparison.Ordinal) ? $"use PyTorch's `{other}`"
                : $"use `{other}`";
        }

        return NearestWord.Find(name, CommunicationVariables.Names()) is { } near ? $"did you mean `{near}`?" : "remove it";
    }
}
