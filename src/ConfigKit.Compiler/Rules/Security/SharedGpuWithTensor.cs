using ConfigKit.Diagnostics;
using ConfigKit.Model;
using FluentValidation;

namespace ConfigKit.Rules.Security;

/// <summary>Shared GPUs under a layout that needs whole ones.</summary>
internal sealed class SharedGpuWithTensor : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8004", "Shared GPU in a parallel layout", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "MIG instances have no NVLink and NCCL does not join them; under time slicing and MPS the other tenant's work stalls each collective, and nothing keeps its memory apart. A model that is split over GPUs needs whole ones.",
        },
        Bad = Examples.R1OnH200 + "security: {gpu_sharing: time-slicing}\n",
        Good = Examples.R1OnH200 + "security: {gpu_sharing: none}\n",
    };

    public SharedGpuWithTensor()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Config.Security.GpuSharing is null or GpuSharingMode.None || d.Layout.WorldSize == 1)
            .Reports(s => new Finding(
                "security.gpu_sharing",
                $"gpu_sharing is on and the layout spans {s.Deployment.Layout.WorldSize} GPUs",
                "set `security.gpu_sharing: none`"
            ));
}
