using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>Shared GPUs under a layout that needs whole ones.</summary>
internal sealed class SharedGpuWithTensor() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8004", "Shared GPU in a parallel layout", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "MIG instances have no NVLink and NCCL does not join them; under time slicing and MPS the other tenant's work "
                + "stalls each collective, and nothing keeps its memory apart. A model that is split over GPUs needs whole ones.",
        },
        Bad = Examples.R1OnH200 + "security: {gpu_sharing: time-slicing}\n",
        Good = Examples.R1OnH200 + "security: {gpu_sharing: none}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var gpus = s.Deployment.Layout.WorldSize;
        if (s.Deployment.Security.SharesGpu && gpus != 1)
        {
            yield return new Finding(
                "security.gpu_sharing",
                $"gpu_sharing is on and the layout spans {gpus} GPUs",
                "set `security.gpu_sharing: none`"
            );
        }
    }
}
