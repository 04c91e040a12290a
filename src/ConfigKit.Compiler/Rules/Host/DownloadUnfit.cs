using ConfigKit.Diagnostics;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Host;

/// <summary>A download that lacks a source, a place or a program.</summary>
internal sealed class DownloadUnfit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6032", "Weight download can't work", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "From the Hugging Face Hub weights are downloaded by model name, so `model.path`, which says they are already "
                + "there, contradicts it. From an object store they are copied to `model.path`, which must be below /models, where "
                + "the volume is mounted, by an image named in `kubernetes.storage.download_image`.",
            Why =
                "The download job fails or fills the wrong folder, and the engine finds no weights. The engine's own image has no "
                + "program that reads object stores.",
            Fix = "Set what is missing, or remove `download` where the weights are already in place.",
            References = [new("Kubernetes: persistent volumes", "https://kubernetes.io/docs/concepts/storage/persistent-volumes")],
        },
        Bad = Examples.R1OnH200 + "kubernetes:\n  storage: {source: \"s3://models/deepseek-r1\"}\n",
        Good =
            Examples.R1OnH200.Replace("  name: deepseek-ai/DeepSeek-R1\n", "  name: deepseek-ai/DeepSeek-R1\n  path: /models/deepseek-r1\n")
            + "kubernetes:\n  storage: {source: \"s3://models/deepseek-r1\", download_image: \"registry.example.com/aws-cli:2.17.0\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (storage, path) = (d.Cluster.Volume, d.Source.Path);
        if (storage.Source is null)
        {
            if (storage.Download is not null && path is not null)
            {
                yield return new Finding(
                    "kubernetes.storage.download",
                    $"`download` is set, but the weights are already in {path} (`model.path`)",
                    "remove `download`, or set a `source`"
                );
            }

            foreach (var (key, value) in ((string, string?)[])[("endpoint", storage.Endpoint), ("download_image", storage.DownloadImage)])
            {
                if (value is not null)
                {
                    yield return new Finding(
                        $"kubernetes.storage.{key}",
                        $"`{key}` applies to an object store, but `source` is not set",
                        "set `source`, such as s3://bucket/folder"
                    );
                }
            }

            yield break;
        }

        if (path is null || !IsBelow(path))
        {
            yield return new Finding(
                path is null ? "kubernetes.storage.source" : "model.path",
                $"weights from {storage.Source} are copied to `model.path`, which must be below {ModelSource.Folder}",
                $"set `model.path: {ModelSource.Folder}/{d.Model.Id[(d.Model.Id.LastIndexOf('/') + 1)..]}`"
            );
        }
        else if (storage.DownloadImage is null)
        {
            yield return new Finding(
                "kubernetes.storage.source",
                "the engine's image can't download from an object store",
                "set `kubernetes.storage.download_image` to an image with the AWS CLI"
            );
        }
    }

    private static bool IsBelow(string path) =>
        path.StartsWith(ModelSource.Folder + "/", StringComparison.Ordinal) && !path.Split('/').Contains("..");
}
