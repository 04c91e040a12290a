using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Decides which checks of manifest linters the output fails on purpose, and why. A test holds that each is needed.</summary>
internal static class WaiverPlanner
{
    private const int FirstFreeUser = 10_000;
    private const string CpuLimit = "a CPU limit throttles the engine's scheduler and tokenizer threads between two GPU steps";
    private const string AppArmor =
        "a pod that names an AppArmor profile is refused on nodes without AppArmor; the runtime's default applies where there is one";
    private const string Registry = "which registries are trusted is for the cluster to say";
    private const string LocalImage = "the image is named without a registry, so the nodes hold it: state container.image";
    private const string Network = "kubernetes.host_network asks for it";
    private const string Path = "kubernetes.storage.kind host_path asks for it";
    private const string LockedMemory = "RDMA pins the memory that it transfers: IPC_LOCK alone is added";
    private const string LowUser = "container.user states this id";
    private const string Tuning = "it sets kernel parameters of the node, which takes root there; nothing else runs in its namespace";
    private const string NodeNetwork = "policies do not reach pods in the node's network";
    private const string NoRequests = "it answers no requests";

    // What a pod that sets kernel parameters fails.
    private static readonly ImmutableArray<(LintTool Tool, ImmutableArray<string> Checks)> TuningChecks =
    [
        (
            LintTool.KubeLinter,
            [
                "host-network",
                "privilege-escalation-container",
                "privileged-container",
                "run-as-non-root",
                "sensitive-host-mounts",
                "drop-net-raw-capability",
            ]
        ),
        (LintTool.KubeScore, ["container-security-context-privileged", "container-security-context-user-group-id"]),
        (LintTool.Polaris, ["runAsPrivileged", "privilegeEscalationAllowed", "runAsRootAllowed", "hostNetworkSet", "hostPathSet"]),
        (
            LintTool.Trivy,
            [
                "KSV-0001",
                "KSV-0003",
                "KSV-0004",
                "KSV-0009",
                "KSV-0012",
                "KSV-0017",
                "KSV-0020",
                "KSV-0021",
                "KSV-0023",
                "KSV-0105",
                "KSV-0106",
                "KSV-0116",
                "KSV-0121",
            ]
        ),
    ];

    // Registries that trivy trusts unless told otherwise.
    private static readonly string[] TrustedRegistries = ["azurecr.io", "gcr.io", "amazonaws.com"];

    /// <summary>The engine's pods, their workload and its scaling.</summary>
    public static IEnumerable<LintWaiver> Pods(DeploymentPlan p, WorkloadPlan workload, ScalingPlan? scaling)
    {
        var k = p.Deployment.Cluster;
        foreach (var waiver in Image(p).Concat(Replicas(p, workload, scaling)))
        {
            yield return waiver;
        }

        yield return new(LintTool.KubeScore, "container-resources", CpuLimit);
        yield return new(LintTool.Polaris, "cpuLimitsMissing", CpuLimit);
        yield return new(LintTool.Trivy, "KSV-0011", CpuLimit);
        yield return new(LintTool.Trivy, "KSV-0002", AppArmor);
        if (k.PriorityClass is null && k.Priority is null)
        {
            yield return new(
                LintTool.Polaris,
                "priorityClassNotSet",
                "the cluster's default class applies: state kubernetes.priority_class or kubernetes.priority"
            );
        }

        if (p.HealthPath == p.ReadyPath)
        {
            yield return new(LintTool.KubeScore, "pod-probes-identical", "the other path asks for the API key, which a probe can't send");
        }

        foreach (var waiver in Rights(p))
        {
            yield return waiver;
        }
    }

    /// <summary>What the pods may do beyond the restricted level.</summary>
    private static IEnumerable<LintWaiver> Rights(DeploymentPlan p)
    {
        var k = p.Deployment.Cluster;
        if (k.HostNetwork)
        {
            yield return new(LintTool.KubeLinter, "host-network", Network);
            yield return new(LintTool.Polaris, "hostNetworkSet", Network);
            yield return new(LintTool.Trivy, "KSV-0009", Network);
        }

        if (k.Volume.Kind.Value == ModelStore.HostPath)
        {
            yield return new(LintTool.Polaris, "hostPathSet", Path);
            yield return new(LintTool.Trivy, "KSV-0023", Path);
        }

        if (ClusterPlanner.NeedsLockedMemory(p.Deployment))
        {
            yield return new(LintTool.Polaris, "insecureCapabilities", LockedMemory);
            yield return new(LintTool.Trivy, "KSV-0022", LockedMemory);
            yield return new(LintTool.Trivy, "KSV-0106", LockedMemory);
        }

        if (p.User <= FirstFreeUser)
        {
            yield return new(LintTool.Trivy, "KSV-0020", LowUser);
            yield return new(LintTool.Trivy, "KSV-0021", LowUser);
        }

        if (p.User < FirstFreeUser)
        {
            yield return new(LintTool.KubeScore, "container-security-context-user-group-id", LowUser);
        }
    }

    /// <summary>A Job that fetches weights has what all pods of the image have.</summary>
    public static IEnumerable<LintWaiver> Download(DeploymentPlan p, string image, ImmutableArray<LintWaiver> ofPods)
    {
        string[] kept =
        [
            "container-image-pull-policy",
            "pullPolicyNotAlways",
            "KSV-0125",
            "KSV-0002",
            "priorityClassNotSet",
            "KSV-0020",
            "KSV-0021",
            "container-security-context-user-group-id",
        ];
        return ofPods
            .Where(w => kept.Contains(w.Check) && !IsOfImage(w))
            .Concat(image == p.Image ? Image(p) : Image(image, isPulled: true));

        static bool IsOfImage(LintWaiver w) => w.Reason is LocalImage or Registry;
    }

    /// <summary>The DaemonSet that tunes the nodes.</summary>
    public static IEnumerable<LintWaiver> HostTuning(DeploymentPlan p) =>
        [
            .. TuningChecks.SelectMany(t => t.Checks.Select(c => new LintWaiver(t.Tool, c, Tuning))),
            new(LintTool.KubeScore, "pod-networkpolicy", NodeNetwork),
            new(LintTool.Polaris, "livenessProbeMissing", NoRequests),
            new(LintTool.Polaris, "readinessProbeMissing", NoRequests),
            new(LintTool.Polaris, "missingNetworkPolicy", NodeNetwork),
            new(LintTool.Polaris, "topologySpreadConstraint", "a DaemonSet has one pod on each node"),
            new(LintTool.Polaris, "priorityClassNotSet", "it may be evicted: what it has set stays"),
            new(LintTool.Trivy, "KSV-0002", AppArmor),
            .. Image(p),
        ];

    /// <summary>The autoscaler.</summary>
    public static IEnumerable<LintWaiver> Scaling(ScalingPlan scaling)
    {
        const string Few = "kubernetes.autoscaling.min_replicas says how many run without load";
        if (scaling is { Controller: ScalingController.Hpa, Min: < 2 })
        {
            yield return new(LintTool.KubeScore, "horizontalpodautoscaler-replicas", Few);
            yield return new(LintTool.Polaris, "hpaMinAvailability", Few);
        }

        if (scaling.Controller == ScalingController.Hpa && scaling.Min == scaling.Max)
        {
            yield return new(LintTool.Polaris, "hpaMaxAvailability", "kubernetes.autoscaling states both numbers alike");
        }
    }

    /// <summary>A range for CPU limits would give the engine one, a quota of them would refuse it.</summary>
    public static IEnumerable<LintWaiver> Limits(string check) => [new(LintTool.Trivy, check, CpuLimit)];

    private static IEnumerable<LintWaiver> Image(DeploymentPlan p) => Image(p.Image, p.Deployment.Container.Image.IsStated);

    private static IEnumerable<LintWaiver> Image(string image, bool isPulled)
    {
        if (!isPulled)
        {
            yield return new(LintTool.KubeScore, "container-image-pull-policy", LocalImage);
            yield return new(LintTool.Polaris, "pullPolicyNotAlways", LocalImage);
        }

        var registry = image.Split('/')[0].Split(':')[0];
        if (!TrustedRegistries.Any(t => registry == t || registry.EndsWith("." + t, StringComparison.Ordinal)))
        {
            yield return new(LintTool.Trivy, "KSV-0125", Registry);
        }
    }

    private static IEnumerable<LintWaiver> Replicas(DeploymentPlan p, WorkloadPlan workload, ScalingPlan? scaling)
    {
        const string One = "one replica holds all the GPUs that workload.replicas asks for";
        const string Keda = "the ScaledObject states the replicas";
        var (isDeployment, rollout) = (workload.Kind == "Deployment", p.Deployment.Rollout);
        if (isDeployment && scaling is null && (p.Replicas < 2 || (rollout.IsPlain && rollout.Strategy.Value == RolloutStrategy.Canary)))
        {
            var why = p.Replicas < 2 ? One : "rollout.sh adds the other replicas once the first has served";
            yield return new(LintTool.KubeScore, "deployment-replicas", why);
            yield return new(LintTool.Polaris, "deploymentMissingReplicas", why);
        }

        if (isDeployment && scaling is { Controller: ScalingController.Keda })
        {
            yield return new(LintTool.KubeScore, "deployment-replicas", Keda);
            yield return new(LintTool.Polaris, "deploymentMissingReplicas", Keda);
        }

        if (!p.Deployment.Replicas.MayBeSeveral)
        {
            yield return new(
                LintTool.Polaris,
                "missingPodDisruptionBudget",
                "a budget for one replica would keep nodes from being drained"
            );
        }

        if (isDeployment && rollout.Strategy.Value == RolloutStrategy.Recreate)
        {
            yield return new(LintTool.KubeScore, "deployment-strategy", "rollout.strategy recreate asks for it");
        }
    }
}
