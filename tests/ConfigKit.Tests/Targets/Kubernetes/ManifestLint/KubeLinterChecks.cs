using System.Text.RegularExpressions;
using ConfigKit.Tests.Targets;
using static ConfigKit.Tests.Targets.LintCheck;

namespace ConfigKit.Tests.Targets;

/// <summary>Checks of kube-linter: those that are on by default, and others that hold.</summary>
internal static class KubeLinterChecks
{
    private static readonly string[] Sensitive = ["/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr"];
    private static readonly string[] RoleKinds = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

    public static IEnumerable<LintCheck> All =>
        [
            .. ((string[])["access-to-create-pods", "access-to-secrets", "cluster-admin-role-binding", "wildcard-in-rules"]).Select(id =>
                Absent(id, RoleKinds)
            ),
            Absent("dangling-ingress", "Ingress"),
            Absent("scc-deny-privileged-container", "SecurityContextConstraints"),
            Objects(
                "dangling-service",
                "Service",
                (s, m) => s.Pods.Any(p => p.Owner.Namespace == m.Namespace && Manifest.Selects(m.Spec["selector"], p.Pod))
            ),
            Objects(
                "dangling-networkpolicy",
                "NetworkPolicy",
                (s, m) =>
                    s.Pods.Any(p => p.Owner.Namespace == m.Namespace && Manifest.Selects(m.Spec.At("podSelector", "matchLabels"), p.Pod))
            ),
            Objects(
                "dangling-networkpolicypeer-podselector",
                "NetworkPolicy",
                (s, m) => Peers(m).All(peer => s.Pods.Any(p => Manifest.Selects(peer, p.Pod)))
            ),
            Objects(
                "dangling-horizontalpodautoscaler",
                "HorizontalPodAutoscaler",
                (s, m) =>
                    s.Objects.Any(o => o.Kind == m.Spec["scaleTargetRef"].Text("kind") && o.Name == m.Spec["scaleTargetRef"].Text("name"))
            ),
            Pods("default-service-account", p => p.Spec.Text("serviceAccountName") is not ("" or "default")),
            Pods(
                "non-existent-service-account",
                p => p.Set.Of("ServiceAccount").Any(a => a.Namespace == p.Owner.Namespace && a.Name == p.Spec.Text("serviceAccountName"))
            ),
            Pods("deprecated-service-account-field", p => p.Spec["serviceAccount"] is null),
            Pods("docker-sock", p => p.HostPaths.All(h => !h.EndsWith("docker.sock", StringComparison.Ordinal))),
            Pods("sensitive-host-mounts", p => !p.HostPaths.Any(Sensitive.Contains)),
            Pods("host-ipc", p => p.Spec["hostIPC"] is null),
            Pods("host-pid", p => p.Spec["hostPID"] is null),
            Pods("host-network", p => p.Spec["hostNetwork"] is null),
            Pods(
                "mismatching-selector",
                p =>
                    p.IsJob || p.Owner.Kind == "LeaderWorkerSet" || Manifest.Selects(p.Owner.Spec.At("selector", "matchLabels"), p.Template)
            ),
            Pods("no-anti-affinity", p => !p.MayBeSeveral || p.HasAntiAffinity),
            Pods("unsafe-sysctls", p => p.Spec.At("securityContext", "sysctls") is null),
            Pods("use-namespace", p => p.Owner.Namespace is not ("" or "default")),
            Containers("drop-net-raw-capability", c => c.DropsAll || c.Drops.Contains("NET_RAW")),
            Containers("duplicate-env-var", c => c.EnvironmentNames.Distinct().Count() == c.EnvironmentNames.Count()),
            Containers(
                "env-var-secret",
                c =>
                    c.Container.Items("env")
                        .All(e => e["value"] is null || !e.Text("name").Contains("secret", StringComparison.OrdinalIgnoreCase))
            ),
            Containers("latest-tag", c => c.IsTagged),
            Containers("liveness-port", c => c.IsProbePortThere("livenessProbe")),
            Containers("readiness-port", c => c.IsProbePortThere("readinessProbe")),
            Containers("startup-port", c => c.IsProbePortThere("startupProbe")),
            Containers(
                "privilege-escalation-container",
                c => c.Container.At("securityContext", "allowPrivilegeEscalation")?.GetValue<bool>() == false
            ),
            Containers("privileged-container", c => !c.IsPrivileged),
            Containers("no-read-only-root-fs", c => c.Is("readOnlyRootFilesystem")),
            Containers("run-as-non-root", c => c.User > 0 && c.Group != 0),
            Containers("unsafe-proc-mount", c => c.Container.At("securityContext", "procMount") is null),
            Containers("unset-cpu-requirements", c => c.Has("requests", "cpu")),
            Containers("unset-memory-requirements", c => c.Has("limits", "memory")),
            Containers("ssh-port", c => c.Container.Items("ports").All(p => p["containerPort"]!.GetValue<int>() != 22)),
            Containers("invalid-target-ports", c => c.Container.Items("ports").All(p => IsPortName(p.Text("name")))),
            Objects("exposed-services", "Service", (_, m) => m.Spec.Text("type") is "" or "ClusterIP"),
            Objects("job-ttl-seconds-after-finished", "Job", (_, m) => m.Spec["ttlSecondsAfterFinished"] is not null),
            Objects("pdb-unhealthy-pod-eviction-policy", "PodDisruptionBudget", (_, m) => m.Spec["unhealthyPodEvictionPolicy"] is not null),
            Objects("pdb-max-unavailable", "PodDisruptionBudget", (_, m) => m.Spec["maxUnavailable"]!.GetValue<int>() > 0),
            Objects("pdb-min-available", "PodDisruptionBudget", (_, m) => m.Spec["minAvailable"] is null),
            new("no-extensions-v1beta", s => s.Objects.Where(m => m.ApiVersion.StartsWith("extensions/", StringComparison.Ordinal))),
        ];

    /// <summary>Why the others are not judged.</summary>
    public static Dictionary<string, string> NotJudged { get; } =
        new(StringComparer.Ordinal)
        {
            ["dangling-servicemonitor"] = "off by default; the ServiceMonitor is of the monitoring target and tested there",
            ["dnsconfig-options"] = "off by default; a choice of the cluster",
            ["env-value-from"] = "off by default; the Secret is the user's on purpose",
            ["hpa-minimum-three-replicas"] = "off by default; replicas are whole nodes of GPUs",
            ["minimum-three-replicas"] = "off by default; replicas are whole nodes of GPUs",
            ["no-liveness-probe"] = "off by default; kube-score and polaris judge probes",
            ["no-readiness-probe"] = "off by default; kube-score and polaris judge probes",
            ["no-node-affinity"] = "off by default; node_selector and gpu_affinity choose nodes",
            ["no-rolling-update-strategy"] = "off by default; kube-score judges the strategy",
            ["non-isolated-pod"] = "off by default; kube-score judges network policies",
            ["priority-class-name"] = "off by default, and accepts only system classes",
            ["privileged-ports"] = "off by default; trivy judges ports (KSV-0117)",
            ["read-secret-from-env-var"] = "off by default; vLLM takes its key from a variable alone",
            ["required-annotation-email"] = "off by default; a policy of the organisation",
            ["required-label-owner"] = "off by default; a policy of the organisation",
            ["restart-policy"] = "off by default; Always is the only policy of these workloads",
            ["schema-validation"] = "off by default; strict schemas judge every object here",
            ["sorted-keys"] = "off by default; keys stand in the order that people read",
            ["writable-host-mount"] = "off by default; weights are downloaded into the folder",
        };

    private static IEnumerable<System.Text.Json.Nodes.JsonNode?> Peers(Manifest policy) =>
        policy
            .Spec.Items("ingress")
            .SelectMany(r => r.Items("from"))
            .Concat(policy.Spec.Items("egress").SelectMany(r => r.Items("to")))
            .Where(p => p["podSelector"] is not null)
            .Select(p => p.At("podSelector", "matchLabels"));

    private static bool IsPortName(string name) => Regex.IsMatch(name, "^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$");
}
