using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ConfigKit.Tests.Targets;

/// <summary>What no schema sees: that the objects of a deployment refer to each other rightly.</summary>
public sealed class CrossObjectTests
{
    private static readonly string[] ClusterKinds = ["Namespace", "PriorityClass"];

    public static TheoryData<string> Names => ClusterVariants.Names;

    public static bool IsLabelValue(string value) => Regex.IsMatch(value, "^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$");

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_and_labels_are_allowed_and_unique(string name)
    {
        var set = Set(name);
        Assert.All(
            set.Objects,
            m =>
            {
                Assert.Matches("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", m.Name);
                Assert.Equal(ClusterKinds.Contains(m.Kind), m.Namespace.Length == 0);
                foreach (var labels in m.PodTemplates.Select(p => p["metadata"]!["labels"]).Append(m.Root["metadata"]!["labels"]))
                {
                    Assert.All(
                        Manifest.Labels(labels),
                        l =>
                        {
                            Assert.Matches(
                                "^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
                                l.Key
                            );
                            Assert.True(IsLabelValue(l.Value), l.Value);
                        }
                    );
                }
            }
        );
        var identities = set.Objects.Select(m => (m.ApiVersion, m.Kind, m.Namespace, m.Name)).ToList();
        Assert.Equal(identities.Count, identities.Distinct().Count());
        Assert.All(set.Objects.Where(m => m.Namespace.Length > 0), m => Assert.Contains(set.Of("Namespace"), n => n.Name == m.Namespace));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Selectors_match_pods(string name)
    {
        var set = Set(name);
        foreach (var manifest in set.Objects)
        {
            JsonNode? selector = manifest.Kind switch
            {
                "Service" => manifest.Spec["selector"],
                "PodDisruptionBudget" or "InferencePool" => manifest.Spec["selector"]!["matchLabels"],
                "NetworkPolicy" => manifest.Spec["podSelector"]!["matchLabels"],
                _ => null,
            };
            if (selector is not null)
            {
                Assert.True(
                    set.Pods.Any(p => p.Owner.Namespace == manifest.Namespace && Manifest.Selects(selector, p.Pod)),
                    $"{manifest.File} selects no pod"
                );
            }
        }

        foreach (var (owner, pod) in set.Pods.Where(p => p.Owner.Kind is "Deployment" or "StatefulSet" or "DaemonSet" or "Rollout"))
        {
            Assert.True(Manifest.Selects(owner.Spec["selector"]!["matchLabels"], pod), owner.File);
        }

        // What fetches weights or tunes nodes must get no requests.
        var service = set.Of("Service").Where(s => s.Spec.Text("clusterIP") != "None").ToList();
        Assert.DoesNotContain(
            set.Pods.Where(p => p.Owner.Kind is "Job" or "DaemonSet"),
            p => service.Any(s => Manifest.Selects(s.Spec["selector"], p.Pod))
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ports_are_named_and_found(string name)
    {
        var set = Set(name);
        var named = set.Pods.SelectMany(p => p.Pod["spec"].Items("containers")).SelectMany(c => c.Items("ports")).ToList();
        Assert.All(named, p => Assert.Matches("^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$", p.Text("name")));
        Assert.All(
            set.Of("Service").SelectMany(s => s.Spec.Items("ports")),
            p => Assert.Contains(named, n => n.Text("name") == p.Text("targetPort"))
        );
        Assert.All(
            set.Of("InferencePool").SelectMany(p => p.Spec.Items("targetPorts")),
            p => Assert.Contains(named, n => n["containerPort"]!.ToString() == p["number"]!.ToString())
        );
        foreach (var backend in set.Of("HTTPRoute").SelectMany(r => r.Spec.Items("rules")).SelectMany(r => r.Items("backendRefs")))
        {
            var kind = backend.Text("kind") is { Length: > 0 } k ? k : "Service";
            Assert.Contains(
                set.Of(kind),
                o =>
                    o.Name == backend.Text("name")
                    && (kind != "Service" || o.Spec.Items("ports").Any(p => p["port"]!.ToString() == backend["port"]!.ToString()))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_a_pod_names_exists_or_is_declared_as_the_users(string name)
    {
        var set = Set(name);
        var cluster = set.Compilation.Deployment?.Cluster ?? throw new InvalidOperationException(name);
        foreach (var (owner, pod) in set.Pods)
        {
            var spec = pod["spec"]!;
            AssertExists("ServiceAccount", spec.Text("serviceAccountName"));
            foreach (var volume in spec.Items("volumes"))
            {
                AssertExists("ConfigMap", volume["configMap"].Text("name"));
                if (volume.At("persistentVolumeClaim").Text("claimName") is { Length: > 0 } claim && claim != cluster.Volume.ExistingClaim)
                {
                    AssertExists("PersistentVolumeClaim", claim);
                }
            }

            foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
            {
                var volumes = spec.Items("volumes")
                    .Select(v => v.Text("name"))
                    .Concat(owner.Spec.Items("volumeClaimTemplates").Select(v => v["metadata"].Text("name")))
                    .ToList();
                Assert.All(container.Items("volumeMounts"), m => Assert.Contains(m.Text("name"), volumes));
                Assert.All(container.Items("envFrom"), e => AssertExists("ConfigMap", e["configMapRef"].Text("name")));
                Assert.All(
                    container.Items("env").Select(e => e.At("valueFrom", "secretKeyRef").Text("name")).Where(n => n.Length > 0),
                    n => Assert.EndsWith("-secrets", n, StringComparison.Ordinal)
                );
            }

            Assert.All(spec.Items("resourceClaims"), c => AssertExists("ResourceClaimTemplate", c.Text("resourceClaimTemplateName")));
            if (spec.Text("priorityClassName") is { Length: > 0 } priority && cluster.Priority is not null)
            {
                Assert.Contains(set.Of("PriorityClass"), o => o.Name == priority);
            }

            void AssertExists(string kind, string wanted) =>
                Assert.True(
                    wanted.Length == 0 || set.Of(kind).Any(o => o.Name == wanted && o.Namespace == owner.Namespace),
                    $"{owner.File} names the {kind} {wanted}"
                );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scalers_and_rollouts_name_what_exists(string name)
    {
        var set = Set(name);
        foreach (var scaler in set.Objects.Where(m => m.Kind is "HorizontalPodAutoscaler" or "ScaledObject"))
        {
            var target = scaler.Spec["scaleTargetRef"]!;
            var workload = Assert.Single(
                set.Objects,
                o =>
                    o.Kind == target.Text("kind")
                    && o.ApiVersion == target.Text("apiVersion")
                    && o.Name == target.Text("name")
                    && o.Namespace == scaler.Namespace
            );
            Assert.Null(workload.Spec["replicas"]);
        }

        foreach (var rollout in set.Of("Rollout"))
        {
            var strategy = rollout.Spec["strategy"]!;
            foreach (
                var service in ((string[])["stableService", "canaryService"])
                    .Select(k => strategy["canary"].Text(k))
                    .Concat(((string[])["activeService", "previewService"]).Select(k => strategy["blueGreen"].Text(k)))
                    .Where(s => s.Length > 0)
            )
            {
                Assert.Contains(set.Of("Service"), s => s.Name == service);
            }

            var analysis = strategy.At("canary", "analysis") ?? strategy.At("blueGreen", "postPromotionAnalysis");
            var template = Assert.Single(
                set.Of("AnalysisTemplate"),
                t => t.Name == analysis.Items("templates").Single().Text("templateName")
            );
            Assert.Equal(template.Spec.Items("args").Select(a => a.Text("name")), analysis.Items("args").Select(a => a.Text("name")));
            Assert.Contains(set.Of("Service"), s => s.Name == analysis.Items("args").Single().Text("value"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Limits_are_at_least_requests_and_within_the_quota(string name)
    {
        var set = Set(name);
        foreach (var (_, pod) in set.Pods)
        {
            foreach (
                var resources in pod["spec"].Items("containers").Concat(pod["spec"].Items("initContainers")).Select(c => c["resources"]!)
            )
            {
                foreach (var (key, limit) in resources["limits"]!.AsObject())
                {
                    Assert.True(resources["requests"]?[key] is not { } request || Amount(request) <= Amount(limit!), key);
                }
            }
        }

        foreach (var quota in set.Of("ResourceQuota"))
        {
            var engines = set.Pods.Where(p => p.Owner.Kind is not ("Job" or "DaemonSet") && p.Owner.Namespace == quota.Namespace).ToList();
            var one = engines.Sum(p =>
                Amount(p.Pod["spec"].Items("containers").Single()["resources"]!["requests"]!["memory"]!)
                * (p.Owner.Spec["replicas"]?.GetValue<int>() ?? 1)
            );
            Assert.True(Amount(quota.Spec["hard"]!["requests.memory"]!) >= one, name);
        }
    }

    private static double Amount(JsonNode node)
    {
        var match = Regex.Match(node.ToString(), "^([0-9.]+)(m|Ki|Mi|Gi|)$");
        Assert.True(match.Success, node.ToString());
        return double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
            * match.Groups[2].Value switch
            {
                "m" => 1e-3,
                "Ki" => 1024,
                "Mi" => 1 << 20,
                "Gi" => 1 << 30,
                _ => 1,
            };
    }

    private static ManifestSet Set(string name) => new(ClusterVariants.Compile(name));
}
