using ConfigKit.Model;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Which manifests are written. A new object takes a row here and a template of that name.</summary>
internal static class ManifestList
{
    /// <summary>The manifests that kustomization.yaml lists, in its order.</summary>
    /// <param name="isChart">Whether they become templates of a chart, which has no rollout by script.</param>
    public static IEnumerable<string> Of(KubernetesPlan plan, bool isChart)
    {
        var d = plan.Deployment.Deployment;
        var (k, hasColors) = (d.Cluster, plan.HasColors && !isChart);
        (string Name, bool IsWritten)[] all =
        [
            ("namespace.yaml", true),
            ("priorityclass.yaml", k.Priority is not null),
            ("resourcequota.yaml", plan.Limits is not null),
            ("limitrange.yaml", plan.Limits is not null),
            ("serviceaccount.yaml", true),
            ("configmap.yaml", true),
            // A StatefulSet has claims of its own.
            ("persistentvolumeclaim.yaml", k.Volume.IsClaimWritten && k.Workload.Value != WorkloadKind.StatefulSet),
            ("job-download.yaml", plan.Download is { IsJob: true }),
            ("resourceclaimtemplate.yaml", plan.DeviceClass.Length > 0),
            (plan.Workload.File, !hasColors),
            ("service.yaml", !hasColors),
            ("service-headless.yaml", plan.HeadlessService.Length > 0),
            ("service-pods.yaml", plan.Workload.Kind == "StatefulSet"),
            ("service-rollout.yaml", plan.Rollout is { IsArgo: true }),
            ("analysistemplate.yaml", plan.Rollout is { IsArgo: true }),
            ("poddisruptionbudget.yaml", d.Replicas.MayBeSeveral),
            ("horizontalpodautoscaler.yaml", plan.Scaling is { Controller: ScalingController.Hpa }),
            ("scaledobject.yaml", plan.Scaling is { Controller: ScalingController.Keda }),
            ("inferencepool.yaml", plan.Route is { EndpointPicker.Length: > 0 }),
            ("httproute.yaml", plan.Route is not null),
            ("networkpolicy.yaml", true),
            ("networkpolicy-default-deny.yaml", k.DefaultDeny),
            ("networkpolicy-download.yaml", plan.Download is { IsJob: true }),
            ("namespace-host.yaml", k.HostTuning),
            ("serviceaccount-host.yaml", k.HostTuning),
            ("configmap-host.yaml", k.HostTuning),
            ("daemonset-host.yaml", k.HostTuning),
        ];
        return all.Where(f => f.IsWritten).Select(f => f.Name);
    }
}
