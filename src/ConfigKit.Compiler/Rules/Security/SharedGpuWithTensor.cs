using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>Shared GPUs under a layout that needs whole ones.</summary>
internal sealed class SharedGpuWithTensor() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8004", "Model split across shared GPUs", Severity.Error)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks = "`security.gpu_sharing` is on and the layout (tensor × pipeline × data) has more than one GPU.",
            Why =
                "MIG instances have no NVLink or peer-to-peer copies. Under time slicing and MPS another tenant's work stalls "
                + "every collective, and nothing reserves memory for this model, so it may fail at any time.",
            Fix = "Set `security.gpu_sharing: none`. The deployment then needs whole GPUs.",
            References =
            [
                new("NVIDIA: MIG user guide", "https://docs.nvidia.com/datacenter/tesla/mig-user-guide/"),
                new("NVIDIA: Multi-Process Service", "https://docs.nvidia.com/deploy/mps/"),
                new("RAPIDS: NVLink is unavailable under MIG", "https://docs.rapids.ai/deployment/stable/guides/mig"),
            ],
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
                $"`gpu_sharing` is on, but the model is split across {gpus} GPUs",
                "set `security.gpu_sharing: none`"
            );
        }
    }
}
