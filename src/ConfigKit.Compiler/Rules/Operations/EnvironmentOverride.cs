using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Operations;

/// <summary>An environment that changes something that is not there.</summary>
internal sealed class EnvironmentOverride() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9031", "Environment that changes what is not there", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "An environment becomes a kustomize overlay over the manifests. Host names need `kubernetes.route`, a storage class "
                + "needs a claim that is written, replicas must not exceed those of autoscaling; and a plain rollout keeps the engine "
                + "out of kustomization.yaml, so that no overlay reaches it.",
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
                "a plain rollout keeps the engine out of kustomization.yaml, and overlays do not reach it",
                "set `rollout.controller: argo`, or use one file for each environment"
            );
            yield break;
        }

        if (!e.Hostnames.IsDefault && d.Cluster.Route is null)
        {
            yield return new(key + ".hostnames", "there is no route whose host names could change", "add `kubernetes.route`");
        }

        if (e.StorageClass is not null && !d.Cluster.Volume.IsClaimWritten)
        {
            yield return new(key + ".storage_class", "no claim is written whose class could change", "leave `storage_class` out");
        }

        if (d.Replicas.MostOfAutoscaling is { } most && e.Replicas > most.Value)
        {
            yield return new(
                key + ".replicas",
                $"{e.Replicas} replicas, and autoscaling starts at most {most}",
                "raise `kubernetes.autoscaling.max_replicas`"
            );
        }
    }
}
