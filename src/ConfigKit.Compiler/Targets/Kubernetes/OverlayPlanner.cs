using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Decides what kustomize changes in each environment.</summary>
internal static class OverlayPlanner
{
    private const string Add = "add";
    private const string Replace = "replace";

    public static ImmutableArray<OverlayPlan> Plan(KubernetesPlan k) =>
        [
            .. k.Deployment.Deployment.Environments.Select(e => new OverlayPlan
            {
                Name = e.Key,
                Image = e.Value.Image is { } image ? Image(k.Deployment.Image, image) : null,
                Patches = [.. Patches(k, e.Value)],
            }),
        ];

    private static IEnumerable<OverlayPatch> Patches(KubernetesPlan k, EnvironmentSection e)
    {
        var p = k.Deployment;
        var workload = k.Workload.Kind;
        if (e.StorageClass is { } storage)
        {
            yield return p.Deployment.Cluster.Workload.Value == WorkloadKind.StatefulSet
                ? Patch(workload, k.Workload.Name, new PatchOperation(Add, "/spec/volumeClaimTemplates/0/spec/storageClassName", storage))
                : Patch("PersistentVolumeClaim", p.Cluster.ClaimName, new PatchOperation(Add, "/spec/storageClassName", storage));
        }

        if (!e.Hostnames.IsDefault)
        {
            yield return Patch("HTTPRoute", p.Name, new PatchOperation(Add, "/spec/hostnames", e.Hostnames));
        }

        if (e.Replicas is { } replicas)
        {
            yield return Replicas(k, replicas);
        }

        foreach (var patch in (e.NodeSelector.IsEmpty ? [] : Selectors(k, e)).Concat(Namespaces(k, e)))
        {
            yield return patch;
        }
    }

    private static OverlayPatch Replicas(KubernetesPlan k, int replicas) =>
        k.Scaling is not { } scaling
            ? Patch(k.Workload.Kind, k.Workload.Name, new PatchOperation(Replace, "/spec/replicas", replicas))
            : scaling.Controller switch
            {
                ScalingController.Hpa => Patch(
                    "HorizontalPodAutoscaler",
                    k.Deployment.Name,
                    new PatchOperation(Replace, "/spec/minReplicas", replicas)
                ),
                ScalingController.Keda => Patch(
                    "ScaledObject",
                    k.Deployment.Name,
                    new(Replace, "/spec/minReplicaCount", replicas),
                    new(Replace, "/spec/fallback/replicas", replicas)
                ),
            };

    private static IEnumerable<OverlayPatch> Selectors(KubernetesPlan k, EnvironmentSection e)
    {
        var p = k.Deployment;
        var labels = ClusterPlanner.NodeSelector(p.Deployment, e.NodeSelector);
        string[] pods =
            k.Workload.Kind == "LeaderWorkerSet"
                ? ["/spec/leaderWorkerTemplate/leaderTemplate", "/spec/leaderWorkerTemplate/workerTemplate"]
                : ["/spec/template"];
        yield return Patch(k.Workload.Kind, k.Workload.Name, [.. pods.SelectMany(t => Labels(t + "/spec/nodeSelector", labels))]);
        if (p.Deployment.Cluster.HostTuning)
        {
            yield return Patch("DaemonSet", p.Name + "-host", [.. Labels("/spec/template/spec/nodeSelector", labels)]);
        }
    }

    private static IEnumerable<OverlayPatch> Namespaces(KubernetesPlan k, EnvironmentSection e)
    {
        var own = k.Deployment.Cluster.Namespace;
        if (e.Namespace is not { } space || space == own)
        {
            yield break;
        }

        if (k.Rollout is { IsCanary: true } && k.Route is not null)
        {
            yield return Patch(
                k.Workload.Kind,
                k.Workload.Name,
                new PatchOperation(Replace, "/spec/strategy/canary/trafficRouting/plugins/argoproj-labs~1gatewayAPI/namespace", space)
            );
        }

        // Last, because the others find their objects by what they were called.
        yield return Patch("Namespace", own, new PatchOperation(Replace, "/metadata/name", space));
        yield return new OverlayPatch("", "", own, [new(Replace, "/metadata/namespace", space)]);
    }

    private static OverlayPatch Patch(string kind, string name, params ImmutableArray<PatchOperation> operations) =>
        new(kind, name, "", operations);

    /// <summary>All labels anew: those of the file are not needed there.</summary>
    private static IEnumerable<PatchOperation> Labels(string path, ImmutableSortedDictionary<string, string> labels) =>
        labels
            .Select(l => new PatchOperation(
                Add,
                $"{path}/{l.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
                l.Value
            ))
            .Prepend(new(Add, path, null));

    private static ImageChange Image(string from, string to)
    {
        var (name, tag, digest) = Split(to);
        return new(Split(from).Name, name, tag, digest);
    }

    /// <summary>A colon before the last slash belongs to the registry's port.</summary>
    public static (string Name, string Tag, string Digest) Split(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var (bare, digest) = at < 0 ? (image, "") : (image[..at], image[(at + 1)..]);
        var colon = bare.IndexOf(':', bare.LastIndexOf('/') + 1);
        return colon < 0 ? (bare, "", digest) : (bare[..colon], bare[(colon + 1)..], digest);
    }
}
