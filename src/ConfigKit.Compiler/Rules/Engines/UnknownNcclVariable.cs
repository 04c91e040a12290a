using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A NCCL_ variable that NCCL does not read.</summary>
internal sealed class UnknownNcclVariable : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7010", "NCCL variable that NCCL does not have", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "NCCL ignores names that it does not know without a word, so a misspelt or invented variable looks set and does nothing. `NCCL_BLOCKING_WAIT` and `NCCL_ASYNC_ERROR_HANDLING` were PyTorch's and are now `TORCH_NCCL_…`; `NCCL_TIMEOUT` never existed. The list is that of NCCL 2.30.7: its guide and the parameters in its source.",
        },
        Bad = Examples.R1OnH200 + "  env: {NCCL_BLOCKING_WAIT: \"1\"}\n",
        Good = Examples.R1OnH200 + "  env: {NCCL_DEBUG: WARN}\n",
    };

    public UnknownNcclVariable()
        : base(Fault) => RuleFor(s => s).ReportsEach(s => Faults(s.Deployment));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        foreach (var (name, _) in d.Config.Serving.Env.Where(e => e.Key.StartsWith("NCCL_", StringComparison.Ordinal)))
        {
            if (CommunicationVariables.Find(name) is not null)
            {
                continue;
            }

            var help = CommunicationVariables.Replacement(name) is { Length: > 0 } other
                ? other.StartsWith("serving.", StringComparison.Ordinal)
                    ? $"set `{other}`"
                    : $"the name is `{other}`{(other.StartsWith("TORCH_", StringComparison.Ordinal) ? ", a variable of PyTorch" : "")}"
                : NearestWord.Find(name, CommunicationVariables.Names()) is { } near
                    ? $"did you mean `{near}`?"
                    : "remove it";
            yield return new($"serving.env.{name}", $"NCCL has no variable `{name}`", help);
        }
    }
}
