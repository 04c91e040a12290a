using ConfigKit.Diagnostics;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Host;

/// <summary>A download that lacks a source, a place or a program.</summary>
internal sealed class DownloadUnfit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6032", "Download of weights that can't work", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "From the Hugging Face hub weights are fetched by the model's name into the volume, so `model.path`, which says that they are there already, contradicts it. From an object store they are copied to `model.path`, which must lie below /models, where the volume is mounted; and the engine's image has no program for it, so `kubernetes.storage.download_image` names one with the AWS command line.",
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
                    $"the weights lie in model.path {path} already",
                    "leave `download` out, or name a `source`"
                );
            }

            foreach (var (key, value) in ((string, string?)[])[("endpoint", storage.Endpoint), ("download_image", storage.DownloadImage)])
            {
                if (value is not null)
                {
                    yield return new Finding(
                        $"kubernetes.storage.{key}",
                        $"`{key}` belongs to an object store, and there is no `source`",
                        "name a `source` such as s3://bucket/folder"
                    );
                }
            }

            yield break;
        }

        if (path is null || !IsBelow(path))
        {
            yield return new Finding(
                path is null ? "kubernetes.storage.source" : "model.path",
                $"weights from {storage.Source} go to model.path, which must lie below {ModelSource.Folder}",
                $"set `model.path: {ModelSource.Folder}/{d.Model.Id[(d.Model.Id.LastIndexOf('/') + 1)..]}`"
            );
        }
        else if (storage.DownloadImage is null)
        {
            yield return new Finding(
                "kubernetes.storage.source",
                "nothing in the engine's image copies from an object store",
                "name an image with the AWS command line in `kubernetes.storage.download_image`"
            );
        }
    }

    private static bool IsBelow(string path) =>
        path.StartsWith(ModelSource.Folder + "/", StringComparison.Ordinal) && !path.Split('/').Contains("..");
}
