using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Memory;

/// <summary>The parameter count that the user reckons with is not the model's.</summary>
internal sealed class ParameterCountMismatch : ValidatorRule
{
    private const double Tolerance = 0.05;

    private static readonly DiagnosticDescriptor Fault = new("CK3005", "Claimed parameters differ from the architecture", Severity.Warning)
    {
        Group = DiagnosticGroup.Memory,
        Explanation = new()
        {
            Checks =
                "`model.parameters_billion` is compared with the count that the architecture's shapes give, without multi-token prediction layers. A difference of more than 5 % means that the plan was made for another model.",
        },
        Bad = Examples.Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-7B\n  parameters_billion: 20"),
        Good = Examples.Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-7B\n  parameters_billion: 7.6"),
    };

    public ParameterCountMismatch()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => Math.Abs(Claimed(s) - s.Estimate.Parameters) <= Tolerance * s.Estimate.Parameters)
            .When(s => s.Deployment.Config.Model.ParametersBillion is not null && !ParameterClaim.Exceeds(s.Deployment))
            .Reports(s => new Finding(
                "model.parameters_billion",
                $"{Quantity.Number(Claimed(s) / 1e9)} billion parameters are stated; {s.Deployment.Model.Id} has {Quantity.Number(s.Estimate.Parameters / 1e9)} billion",
                $"set `parameters_billion: {(s.Estimate.Parameters / 1e9).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}`, or name the model that you mean"
            ));

    private static double Claimed(Subject s) => (s.Deployment.Config.Model.ParametersBillion ?? 0) * 1e9;
}
