using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A NCCL_ variable that NCCL does not read.</summary>
internal sealed class UnknownNcclVariable() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7010", "NCCL variable that NCCL does not have", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "NCCL ignores names that it does not know without a word, so a misspelt or invented variable looks set and does "
                + "nothing. `NCCL_BLOCKING_WAIT` and `NCCL_ASYNC_ERROR_HANDLING` were PyTorch's and are now `TORCH_NCCL_…`; "
                + "`NCCL_TIMEOUT` never existed. The list is that of NCCL 2.30.7: its guide and the parameters in its source.",
        },
        Bad = Examples.R1OnH200 + "  env: {NCCL_BLOCKING_WAIT: \"1\"}\n",
        Good = Examples.R1OnH200 + "  env: {NCCL_DEBUG: WARN}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s) =>
        from name in s.Deployment.Serving.Environment.Keys
        where name.StartsWith("NCCL_", StringComparison.Ordinal) && CommunicationVariables.Find(name) is null
        select new Finding($"serving.env.{name}", $"NCCL has no variable `{name}`", Help(name));

    private static string Help(string name)
    {
        if (CommunicationVariables.Replacement(name) is { Length: > 0 } other)
        {
            return other.StartsWith("serving.", StringComparison.Ordinal) ? $"set `{other}`"
                : other.StartsWith("TORCH_", StringComparison.Ordinal) ? $"the name is `{other}`, a variable of PyTorch"
                : $"the name is `{other}`";
        }

        return NearestWord.Find(name, CommunicationVariables.Names()) is { } near ? $"did you mean `{near}`?" : "remove it";
    }
}
