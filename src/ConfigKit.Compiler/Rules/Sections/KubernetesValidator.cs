using ConfigKit.Model;
using ConfigKit.Rules.Host;
using ConfigKit.Rules.Operations;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>How the deployment appears in a cluster.</summary>
internal sealed class KubernetesValidator : AbstractValidator<KubernetesSection>
{
    public KubernetesValidator()
    {
        RuleFor(k => k.Storage).SetValidator(new StorageClaimValidator());
        RuleFor(k => k.Autoscaling!).SetValidator(new AutoscalingValidator()); // not judged when left out
    }
}

/// <summary>What holds the weights.</summary>
internal sealed class StorageClaimValidator : AbstractValidator<StorageClaimSection>
{
    private const string Message = "`{PropertyName}` applies to a PersistentVolumeClaim, but `kind: host_path` is set";
    private const string Help = "remove `{PropertyName}`, or set `kubernetes.storage.kind: claim`";

    public StorageClaimValidator() =>
        When(
            s => s.Kind == ModelStore.HostPath,
            () =>
            {
                RuleFor(s => s.Class).Null().Reports(HostPathConflict.Fault, Message, Help);
                RuleFor(s => s.Size).Null().Reports(HostPathConflict.Fault, Message, Help);
                RuleFor(s => s.ExistingClaim).Null().Reports(HostPathConflict.Fault, Message, Help);
                RuleFor(s => s.ReadWriteMany).Null().Reports(HostPathConflict.Fault, Message, Help);
                RuleFor(s => s.Download).NotEqual(ModelDownload.Job).Reports(HostPathConflict.Fault, Message, Help);
            }
        );
}

/// <summary>Replicas by load.</summary>
internal sealed class AutoscalingValidator : AbstractValidator<AutoscalingSection>
{
    public AutoscalingValidator() =>
        RuleFor(a => a.ScaleDownDelay)
            .LessThanOrEqualTo(ScaleDownTooLate.Longest)
            .Reports(
                ScaleDownTooLate.Fault,
                "`{PropertyName}` is {Delay}; Kubernetes allows at most {Longest}",
                "set `{PropertyName}: 1h`",
                ("Delay", (_, delay) => Quantity.FormatDuration(delay ?? default)),
                ("Longest", (_, _) => Quantity.FormatDuration(ScaleDownTooLate.Longest))
            );
}
