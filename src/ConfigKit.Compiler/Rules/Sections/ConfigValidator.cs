using ConfigKit.Model;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>Each section judged by itself, its values against each other.</summary>
internal sealed class ConfigValidator : AbstractValidator<DeepSeekConfig>
{
    public ConfigValidator()
    {
        RuleFor(c => c.Model).SetValidator(new ModelValidator());
        RuleFor(c => c.Hardware).SetValidator(new HardwareValidator());
        RuleFor(c => c.Serving).SetValidator(new ServingValidator());
        RuleFor(c => c.Workload).SetValidator(new WorkloadValidator());
        RuleFor(c => c.Host).SetValidator(new HostValidator());
        RuleFor(c => c.Container).SetValidator(new ContainerValidator());
        RuleFor(c => c.Kubernetes).SetValidator(new KubernetesValidator());

        // A section that is left out is not judged, and its validator not made.
        RuleFor(c => c.Gateway!).SetValidator((_, _) => new GatewayValidator());
        RuleFor(c => c.Compliance!).SetValidator((_, _) => new ComplianceValidator());

        RuleFor(c => c.Observability).SetValidator(new ObservabilityValidator());
        RuleFor(c => c.Rollout).SetValidator(new RolloutValidator());
    }
}
