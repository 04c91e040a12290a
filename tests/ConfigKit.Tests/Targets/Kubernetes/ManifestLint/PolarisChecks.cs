using System.Text.RegularExpressions;
using ConfigKit.Tests.Targets;
using static ConfigKit.Tests.Targets.LintCheck;

namespace ConfigKit.Tests.Targets;

/// <summary>Checks of polaris.</summary>
internal static class PolarisChecks
{
    private static readonly string[] Roles =
    [
        "clusterrolePodExecAttach",
        "clusterrolebindingClusterAdmin",
        "clusterrolebindingPodExecAttach",
        "rolePodExecAttach",
        "rolebindingClusterAdminClusterRole",
        "rolebindingClusterAdminRole",
        "rolebindingClusterRolePodExecAttach",
        "rolebindingRolePodExecAttach",
    ];

    // What Docker gives a container anyway.
    private static readonly string[] DefaultCapabilities =
    [
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "NET_RAW",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    ];

    public static IEnumerable<LintCheck> All =>
        [
            .. Roles.Select(id => Absent(id, "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")),
            Absent("tlsSettingsMissing", "Ingress"),
            Pods("automountServiceAccountToken", p => p.Spec["automountServiceAccountToken"]?.GetValue<bool>() == false),
            Containers("cpuLimitsMissing", c => c.Has("limits", "cpu")),
            Containers("cpuRequestsMissing", c => c.Has("requests", "cpu")),
            Containers("memoryLimitsMissing", c => c.Has("limits", "memory")),
            Containers("memoryRequestsMissing", c => c.Has("requests", "memory")),
            Containers("dangerousCapabilities", c => !c.Adds.Any(a => a is "ALL" or "SYS_ADMIN" or "NET_ADMIN")),
            Containers("insecureCapabilities", c => c.Adds.All(DefaultCapabilities.Contains)),
            Containers("linuxHardening", c => c.SeccompType.Length > 0 || c.DropsAll),
            Containers("notReadOnlyRootFilesystem", c => c.Is("readOnlyRootFilesystem")),
            Containers(
                "privilegeEscalationAllowed",
                c => c.Container.At("securityContext", "allowPrivilegeEscalation")?.GetValue<bool>() == false
            ),
            Containers("runAsPrivileged", c => !c.IsPrivileged),
            Containers("runAsRootAllowed", c => c.Is("runAsNonRoot") || c.User > 0),
            Containers("pullPolicyNotAlways", c => c.Container.Text("imagePullPolicy") == "Always"),
            Containers("tagNotSpecified", c => c.IsTagged),
            Containers("hostPortSet", c => c.Container.Items("ports").All(p => p["hostPort"] is null)),
            Containers("livenessProbeMissing", c => c.IsInit || c.Pod.IsJob || IsWorker(c.Pod) || c.Container["livenessProbe"] is not null),
            Containers(
                "readinessProbeMissing",
                c => c.IsInit || c.Pod.IsJob || IsWorker(c.Pod) || c.Container["readinessProbe"] is not null
            ),
            Containers(
                "sensitiveContainerEnvVar",
                c => c.Container.Items("env").All(e => e["value"] is null || !IsSensitive(e.Text("name")))
            ),
            Containers("procMount", c => c.Container.At("securityContext", "procMount") is null),
            Pods("hostIPCSet", p => p.Spec["hostIPC"] is null),
            Pods("hostPIDSet", p => p.Spec["hostPID"] is null),
            Pods("hostNetworkSet", p => p.Spec["hostNetwork"] is null),
            Pods("hostPathSet", p => !p.HostPaths.Any()),
            Pods("hostProcess", p => p.Spec.At("securityContext", "windowsOptions") is null),
            Pods("priorityClassNotSet", p => p.Spec["priorityClassName"] is not null),
            Pods("topologySpreadConstraint", p => p.IsJob || p.Spec["topologySpreadConstraints"] is not null),
            Pods("deploymentMissingReplicas", p => p.Owner.Kind != "Deployment" || p.Replicas > 1 || p.IsScaledByHpa),
            Pods("missingNetworkPolicy", p => p.HasPolicies),
            Pods("missingPodDisruptionBudget", p => p.IsDaemon || p.IsJob || p.HasBudget),
            Pods(
                "metadataAndInstanceMismatched",
                p => Manifest.Labels(p.Owner.Root["metadata"]!["labels"])["app.kubernetes.io/instance"] == p.Owner.Name
            ),
            Objects("pdbDisruptionsIsZero", "PodDisruptionBudget", (_, m) => m.Spec["maxUnavailable"]?.GetValue<int>() > 0),
            Objects("pdbMinAvailableGreaterThanHPAMinReplicas", "PodDisruptionBudget", (_, m) => m.Spec["minAvailable"] is null),
            Objects("hpaMinAvailability", "HorizontalPodAutoscaler", (_, m) => m.Spec["minReplicas"]!.GetValue<int>() > 1),
            Objects(
                "hpaMaxAvailability",
                "HorizontalPodAutoscaler",
                (_, m) => m.Spec["maxReplicas"]!.GetValue<int>() > m.Spec["minReplicas"]!.GetValue<int>()
            ),
            Objects("sensitiveConfigmapContent", "ConfigMap", (_, m) => m.Root["data"]!.AsObject().All(d => !IsSensitive(d.Key))),
        ];

    public static Dictionary<string, string> NotJudged { get; } = [];

    private static bool IsWorker(LintPod pod) => pod.Owner.Kind == "LeaderWorkerSet" && !pod.IsServing;

    private static bool IsSensitive(string name) => Regex.IsMatch(name, "(?i)(password|secret|token|private_?key|api_?key|access_?key)");
}
