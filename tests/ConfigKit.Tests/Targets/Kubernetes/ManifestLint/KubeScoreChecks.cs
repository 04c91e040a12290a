using ConfigKit.Tests.Targets;
using static ConfigKit.Tests.Targets.LintCheck;

namespace ConfigKit.Tests.Targets;

/// <summary>Checks of kube-score: those that are on by default, and optional ones that hold.</summary>
internal static class KubeScoreChecks
{
    private const int LowestUser = 10_000;

    public static IEnumerable<LintCheck> All =>
        [
            Absent("ingress-targets-service", "Ingress"),
            Absent("cronjob-has-deadline", "CronJob"),
            Absent("cronjob-restartpolicy", "CronJob"),
            Pods(
                "deployment-strategy",
                p => p.Owner.Kind != "Deployment" || !p.IsTargeted || p.Owner.Spec["strategy"].Text("type") == "RollingUpdate"
            ),
            Pods("deployment-replicas", p => p.Owner.Kind != "Deployment" || p.Replicas > 1 || p.IsScaledByHpa),
            Pods("deployment-targeted-by-hpa-does-not-have-replicas-configured", p => !p.IsScaledByHpa || p.Replicas is null),
            Containers(
                "container-resources",
                c => c.Has("requests", "cpu") && c.Has("requests", "memory") && c.Has("limits", "cpu") && c.Has("limits", "memory")
            ),
            Containers("container-image-tag", c => c.IsTagged),
            Containers("container-image-pull-policy", c => c.Container.Text("imagePullPolicy") == "Always"),
            Containers(
                "container-ephemeral-storage-request-and-limit",
                c => c.Has("requests", "ephemeral-storage") && c.Has("limits", "ephemeral-storage")
            ),
            Containers(
                "container-ports-check",
                c => c.Container.Items("ports").All(p => p["containerPort"] is not null && p["name"] is not null)
            ),
            Containers("environment-variable-key-duplication", c => c.EnvironmentNames.Distinct().Count() == c.EnvironmentNames.Count()),
            Containers("container-security-context-user-group-id", c => c.User >= LowestUser && c.Group >= LowestUser),
            Containers("container-security-context-privileged", c => !c.IsPrivileged),
            Containers("container-security-context-readonlyrootfilesystem", c => c.Is("readOnlyRootFilesystem")),
            Containers("container-seccomp-profile", c => c.SeccompType.Length > 0),
            Pods("deployment-has-poddisruptionbudget", p => p.Owner.Kind != "Deployment" || !p.MayBeSeveral || p.HasBudget),
            Pods("statefulset-has-poddisruptionbudget", p => p.Owner.Kind != "StatefulSet" || !p.MayBeSeveral || p.HasBudget),
            Objects(
                "poddisruptionbudget-has-policy",
                "PodDisruptionBudget",
                (_, m) => m.Spec["maxUnavailable"] is not null || m.Spec["minAvailable"] is not null
            ),
            Pods("pod-networkpolicy", p => p.HasPolicies),
            Objects(
                "networkpolicy-targets-pod",
                "NetworkPolicy",
                (s, m) =>
                    s.Pods.Any(p => p.Owner.Namespace == m.Namespace && Manifest.Selects(m.Spec.At("podSelector", "matchLabels"), p.Pod))
            ),
            Containers(
                "pod-probes",
                c =>
                    c.IsInit || !c.Pod.IsTargeted || (c.Container["readinessProbe"] is not null && c.Container["livenessProbe"] is not null)
            ),
            Containers(
                "pod-probes-identical",
                c =>
                    c.Container.At("readinessProbe", "httpGet") is not { } ready
                    || ready.Text("path") != c.Container.At("livenessProbe", "httpGet").Text("path")
            ),
            Objects(
                "service-targets-pod",
                "Service",
                (s, m) => s.Pods.Any(p => p.Owner.Namespace == m.Namespace && Manifest.Selects(m.Spec["selector"], p.Pod))
            ),
            Objects("service-type", "Service", (_, m) => m.Spec.Text("type") != "NodePort"),
            new("stable-version", s => s.Objects.Where(m => m.IsCore && m.ApiVersion.Contains("beta", StringComparison.Ordinal))),
            Pods("deployment-has-host-podantiaffinity", p => p.Owner.Kind != "Deployment" || !p.MayBeSeveral || p.HasAntiAffinity),
            Pods("statefulset-has-host-podantiaffinity", p => p.Owner.Kind != "StatefulSet" || !p.MayBeSeveral || p.HasAntiAffinity),
            Objects(
                "statefulset-has-servicename",
                "StatefulSet",
                (s, m) =>
                    s.Of("Service")
                        .Any(o => o.Name == m.Spec.Text("serviceName") && o.Namespace == m.Namespace && o.Spec.Text("clusterIP") == "None")
            ),
            Pods(
                "deployment-pod-selector-labels-match-template-metadata-labels",
                p => p.Owner.Kind != "Deployment" || Manifest.Selects(p.Owner.Spec.At("selector", "matchLabels"), p.Template)
            ),
            Pods(
                "statefulset-pod-selector-labels-match-template-metadata-labels",
                p => p.Owner.Kind != "StatefulSet" || Manifest.Selects(p.Owner.Spec.At("selector", "matchLabels"), p.Template)
            ),
            new(
                "label-values",
                s => s.Objects.Where(m => Manifest.Labels(m.Root["metadata"]!["labels"]).Values.Any(v => !CrossObjectTests.IsLabelValue(v)))
            ),
            Objects(
                "horizontalpodautoscaler-has-target",
                "HorizontalPodAutoscaler",
                (s, m) =>
                    s.Objects.Any(o => o.Kind == m.Spec["scaleTargetRef"].Text("kind") && o.Name == m.Spec["scaleTargetRef"].Text("name"))
            ),
            Objects("horizontalpodautoscaler-replicas", "HorizontalPodAutoscaler", (_, m) => m.Spec["minReplicas"]!.GetValue<int>() > 1),
            Pods(
                "pod-topology-spread-constraints",
                p =>
                    p.Spec.Items("topologySpreadConstraints")
                        .All(t =>
                            t["labelSelector"] is not null
                            && t["maxSkew"] is not null
                            && t["whenUnsatisfiable"] is not null
                            && t["topologyKey"] is not null
                        )
            ),
        ];

    /// <summary>Why the others are not judged.</summary>
    public static Dictionary<string, string> NotJudged { get; } =
        new(StringComparer.Ordinal)
        {
            ["container-resource-requests-equal-limits"] = "optional; the engine has no CPU limit",
            ["container-cpu-requests-equal-limits"] = "optional; the engine has no CPU limit",
            ["container-memory-requests-equal-limits"] = "optional; holds for the engine, not for what tunes nodes",
            ["container-ephemeral-storage-request-equals-limit"] = "optional; caches grow up to the limit",
        };
}
