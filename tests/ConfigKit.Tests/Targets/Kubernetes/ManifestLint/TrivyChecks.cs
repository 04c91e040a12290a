using System.Text.RegularExpressions;
using static ConfigKit.Tests.Targets.LintCheck;

namespace ConfigKit.Tests.Targets;

/// <summary>Checks of trivy for manifests (KSV); KCV are of control planes, DS of Dockerfiles.</summary>
internal static class TrivyChecks
{
    private const int LowestUser = 10_000;
    private static readonly string[] Disallowed = ["/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/var/lib/docker"];

    private static readonly string[] Roles =
    [
        "KSV-0041",
        "KSV-0042",
        "KSV-0043",
        "KSV-0044",
        "KSV-0045",
        "KSV-0046",
        "KSV-0047",
        "KSV-0048",
        "KSV-0049",
        "KSV-0050",
        "KSV-0051",
        "KSV-0052",
        "KSV-0053",
        "KSV-0054",
        "KSV-0055",
        "KSV-0056",
        "KSV-01011",
        "KSV-0111",
        "KSV-0112",
        "KSV-0113",
        "KSV-0114",
        "KSV-0115",
        "KSV-0122",
        "KSV-0123",
    ];

    public static IEnumerable<LintCheck> All =>
        [
            .. Roles.Select(id => Absent(id, "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")),
            Absent("KSV-0124", "ConstraintTemplate"),
            Containers("KSV-0001", c => c.Container.At("securityContext", "allowPrivilegeEscalation")?.GetValue<bool>() == false),
            Containers("KSV-0002", c => c.Security("appArmorProfile") is not null),
            Containers("KSV-0003", c => c.DropsAll),
            Containers("KSV-0004", c => c.Drops.Any()),
            Containers("KSV-0005", c => !c.Adds.Contains("SYS_ADMIN")),
            Pods("KSV-0006", p => p.HostPaths.All(h => !h.EndsWith("docker.sock", StringComparison.Ordinal))),
            Pods("KSV-0007", p => p.Spec["hostAliases"] is null),
            Pods("KSV-0008", p => p.Spec["hostIPC"] is null),
            Pods("KSV-0009", p => p.Spec["hostNetwork"] is null),
            Pods("KSV-0010", p => p.Spec["hostPID"] is null),
            Containers("KSV-0011", c => c.Has("limits", "cpu")),
            Containers("KSV-0012", c => c.Is("runAsNonRoot")),
            Containers("KSV-0013", c => c.IsTagged),
            Containers("KSV-0014", c => c.Is("readOnlyRootFilesystem")),
            Containers("KSV-0015", c => c.Has("requests", "cpu")),
            Containers("KSV-0016", c => c.Has("requests", "memory")),
            Containers("KSV-0017", c => !c.IsPrivileged),
            Containers("KSV-0018", c => c.Has("limits", "memory")),
            Containers("KSV-0020", c => c.User > LowestUser),
            Containers("KSV-0021", c => c.Group > LowestUser),
            Containers("KSV-0022", c => !c.Adds.Any()),
            Pods("KSV-0023", p => !p.HostPaths.Any()),
            Containers("KSV-0024", c => c.Container.Items("ports").All(p => p["hostPort"] is null)),
            Containers("KSV-0025", c => c.Security("seLinuxOptions") is null),
            Pods("KSV-0026", p => p.Spec.At("securityContext", "sysctls") is null),
            Containers("KSV-0027", c => c.Container.At("securityContext", "procMount") is null),
            Pods(
                "KSV-0028",
                p =>
                    p.Spec.Items("volumes")
                        .All(v =>
                            v.AsObject()
                                .All(k =>
                                    k.Key
                                        is "name"
                                            or "emptyDir"
                                            or "persistentVolumeClaim"
                                            or "configMap"
                                            or "secret"
                                            or "projected"
                                            or "hostPath"
                                )
                        )
            ),
            Containers("KSV-0030", c => c.SeccompType is "RuntimeDefault" or "Localhost"),
            Pods("KSV-0036", p => p.Spec["automountServiceAccountToken"]?.GetValue<bool>() == false),
            new("KSV-0037", s => s.Objects.Where(m => m.Namespace == "kube-system")),
            Objects("KSV-0038", "NetworkPolicy", (_, m) => m.Spec["podSelector"] is not null),
            Objects(
                "KSV-0039",
                "LimitRange",
                (_, m) =>
                    m.Spec.Items("limits").All(l => ((string[])["default", "defaultRequest", "max", "min"]).All(k => l[k] is not null))
            ),
            Objects(
                "KSV-0040",
                "ResourceQuota",
                (_, m) =>
                    ((string[])["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]).All(k => m.Spec["hard"]![k] is not null)
            ),
            Objects(
                "KSV-01010",
                "ConfigMap",
                (_, m) => m.Root["data"]!.AsObject().All(d => !Regex.IsMatch(d.Key, "(?i)(username|e-?mail|passport)"))
            ),
            Absent("KSV-0102", "Tiller"),
            Pods("KSV-0103", p => p.Spec.At("securityContext", "windowsOptions") is null),
            Containers("KSV-0104", c => c.SeccompType is not ("" or "Unconfined")),
            Containers("KSV-0105", c => c.User != 0),
            Containers("KSV-0106", c => c.DropsAll && c.Adds.All(a => a == "NET_BIND_SERVICE")),
            new("KSV-0107", s => s.Objects.Where(m => m.IsCore && m.ApiVersion.Contains("beta", StringComparison.Ordinal))),
            Objects("KSV-0108", "Service", (_, m) => m.Spec["externalIPs"] is null),
            Objects(
                "KSV-0109",
                "ConfigMap",
                (_, m) => m.Root["data"]!.AsObject().All(d => !Regex.IsMatch(d.Key, "(?i)(password|secret|token|api_?key)"))
            ),
            new("KSV-0110", s => s.Objects.Where(m => m.Namespace == "default")),
            Containers("KSV-0116", c => c.Group != 0 && c.Security("fsGroup").Text() != "0"),
            Containers("KSV-0117", c => c.Container.Items("ports").All(p => p["containerPort"]!.GetValue<int>() >= 1024)),
            Containers("KSV-0118", c => c.Container["securityContext"] is not null && c.Pod.Spec["securityContext"] is not null),
            Containers("KSV-0119", c => !c.Adds.Contains("NET_RAW")),
            Containers("KSV-0120", c => !c.Adds.Contains("SYS_MODULE")),
            Pods("KSV-0121", p => !p.HostPaths.Any(Disallowed.Contains)),
            Containers("KSV-0125", c => c.IsOfTrustedRegistry),
        ];

    /// <summary>Why the others are not judged.</summary>
    public static Dictionary<string, string> NotJudged { get; } =
        new(StringComparer.Ordinal)
        {
            ["KSV-0032"] = "deprecated",
            ["KSV-0033"] = "deprecated",
            ["KSV-0034"] = "deprecated",
            ["KSV-0035"] = "deprecated",
        };
}
