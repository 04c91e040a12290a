using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Decides who fetches the weights before the engine starts.</summary>
internal static class DownloadPlanner
{
    private const int HttpsPort = 443;
    private const double SlowestBytesPerSecond = 50e6;

    private const string Hub =
        "import sys; from huggingface_hub import snapshot_download; snapshot_download(sys.argv[1], revision=sys.argv[2])";

    /// <param name="waivers">Those of the engine's pods, which run the same image.</param>
    public static DownloadPlan? Plan(DeploymentPlan p, ImmutableArray<LintWaiver> waivers)
    {
        var storage = p.Deployment.Cluster.Volume;
        if (storage.Download is null)
        {
            return null;
        }

        var command = storage.Source is { } source
            ? FromStore(source, storage.Endpoint, p.ModelArgument)
            : ["python3", "-c", Hub, p.ModelArgument, p.Deployment.Source.Revision];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', command))))[..6];
        var marker = $"{ModelSource.Folder}/.{p.Name}-{hash}";
        var isJob = storage.IsFilledByJob;
        var image = storage.Source is null ? p.Image : storage.DownloadImage ?? p.Image;
        return new DownloadPlan
        {
            IsJob = isJob,
            Image = image,
            Command = isJob ? ["/bin/sh", "-c", "\"$@\" && touch \"$0\"", marker, .. command] : command,
            IsObjectStore = storage.Source is not null,
            Port = PortOf(storage.Endpoint),
            JobName = $"{p.Name}-dl-{hash}",
            Marker = marker,
            Timeout = TimeSpan.FromSeconds(Math.Ceiling(p.Estimate.CheckpointBytes / SlowestBytesPerSecond)),
            Waivers = [.. WaiverPlanner.Download(p, image, waivers)],
        };
    }

    private static ImmutableArray<string> FromStore(string source, string? endpoint, string folder) =>
        ["aws", "s3", "sync", "--no-progress", .. endpoint is null ? Array.Empty<string>() : ["--endpoint-url", endpoint], source, folder];

    /// <summary>The binder has checked the form.</summary>
    private static int PortOf(string? endpoint)
    {
        if (endpoint is null)
        {
            return HttpsPort;
        }

        var host = endpoint[(endpoint.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/')[0];
        return host.Split(':') is [_, var port] && int.TryParse(port, CultureInfo.InvariantCulture, out var number) && number <= 65_535
                ? number
            : endpoint.StartsWith("https", StringComparison.Ordinal) ? HttpsPort
            : 80;
    }
}
