using System.Globalization;
using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>The parameter count that the user reckons with is not the model's.</summary>
internal sealed class ParameterCountMismatch() : DeploymentRule(Fault)
{
    private const double Tolerance = 0.05;

    private static readonly DiagnosticDescriptor Fault = new("CK3005", "Claimed parameters differ from the architecture", Severity.Warning)
    {
        Group = DiagnosticGroup.Memory,
        Explanation = new()
        {
            Checks =
                "`model.parameters_billion` against the count that the shapes of the architecture give, without multi-token "
                + "prediction layers; 5 % off is too far.",
            Why = "The plan was made for another model, so memory and hardware planned from that number are wrong.",
            Formula = """
                |stated − actual| <= 5 % of actual
                stated 20, R1-Distill-Qwen-7B has 7.62: off by 162 %
                """,
            Fix = "Set the number of the model you deploy, remove the key, or name the model you meant.",
        },
        Bad = Examples.Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-7B\n  parameters_billion: 20"),
        Good = Examples.Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-7B\n  parameters_billion: 7.6"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (d, actual) = (s.Deployment, s.Estimate.Parameters);
        if (d.Source.ClaimedBillion is not { } billions || ParameterClaim.Exceeds(d))
        {
            yield break;
        }

        var claimed = billions * 1e9;
        if (Math.Abs(claimed - actual) <= Tolerance * actual)
        {
            yield break;
        }

        var exact = (actual / 1e9).ToString("0.##", CultureInfo.InvariantCulture);
        yield return new Finding(
            "model.parameters_billion",
            $"{Quantity.Number(claimed / 1e9)} billion parameters stated, but {d.Model.Id} has {Quantity.Number(actual / 1e9)} billion",
            $"set `parameters_billion: {exact}`, or correct `model.name`"
        );
    }
}
