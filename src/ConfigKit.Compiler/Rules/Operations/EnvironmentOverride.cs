using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Operations;

/// <summary>An environment that changes something that is not there.</summary>
internal sealed class EnvironmentOverride() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9031", "Environment override without a target", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "Each environment becomes a kustomize overlay. `hostnames` needs `kubernetes.route`, `storage_class` a claim that "
                + "is written, `replicas` must not exceed `kubernetes.autoscaling.max_replicas`, and a plain rollout allows no "
                + "environments.",
            Why =
                "An override of an object that isn't written would be lost or would make `kustomize build` fail. A plain rollout "
                + "keeps the engine out of kustomization.yaml, so no overlay reaches it.",
            Fix = "Add the object that the override changes, or remove the override.",
            References = [new("kustomize: kustomization.yaml", "https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/")],
        },
        Bad = Examples.R1OnH200 + "environments:\n  staging: {hostnames: [llm.staging.example.com]}\n",
        Good =
            Examples.R1OnH200
            + "kubernetes:\n  route: {gateway: public, hostnames: [llm.example.com]}\nenvironments:\n"
            + "  staging: {hostnames: [llm.staging.example.com]}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s) =>
        s.Deployment.Environments.SelectMany(e => OfEnvironment(s.Deployment, $"environments.{e.Key}", e.Value));

    private static IEnumerable<Finding> OfEnvironment(Deployment d, string key, EnvironmentSection e)
    {
        if (d.Rollout.IsPlain)
        {
            yield return new(
                key,
                "a plain rollout keeps the engine out of kustomization.yaml, so overlays can't change it",
                "set `rollout.controller: argo`, or write one file per environment"
            );
            yield break;
        }

        if (!e.Hostnames.IsDefault && d.Cluster.Route is null)
        {
            yield return new(key + ".hostnames", "`hostnames` needs a route, and `kubernetes.route` is not set", "add `kubernetes.route`");
        }

        if (e.StorageClass is not null && !d.Cluster.Volume.IsClaimWritten)
        {
            yield return new(key + ".storage_class", "`storage_class` needs a claim, and none is written", "remove `storage_class`");
        }

        if (d.Replicas.MostOfAutoscaling is { } most && e.Replicas > most.Value)
        {
            yield return new(
                key + ".replicas",
                $"{e.Replicas} replicas exceed the autoscaling maximum of {most}",
                "raise `kubernetes.autoscaling.max_replicas`"
            );
        }
    }
}
