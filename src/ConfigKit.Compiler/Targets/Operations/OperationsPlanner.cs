using System.Globalization;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Targets.Operations;

/// <summary>Decides benchmark, capture and thresholds from the workload and the layout.</summary>
internal static class OperationsPlanner
{
    private const int DegreesToCritical = 5;
    private const int BytesOfActivation = 2;

    public static OperationsPlan Plan(DeploymentPlan p)
    {
        var d = p.Deployment;
        var bench = d.Engine.Engine.Bench;
        var hot = d.Observability.GpuTemperature;
        return new OperationsPlan
        {
            Deployment = p,
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{p.Port}"),
            Serve = [.. Serve(p)],
            WritesFolder = bench.WritesFolder,
            Collectives = [.. Collectives(d)],
            LargestMib = LargestMib(d),
            MlperfModes = d.Model.HasMlperfBenchmark ? bench.MlperfModes : [],
            CaptureSeconds = Math.Max(1, Amount.Seconds(d.Operations.CaptureDuration)),
            Warning = hot,
            Critical = hot + DegreesToCritical,
            Load = QueueLoad.Of(d, p.Estimate),
            Topology = HostTopology.Of(d),
        };
    }

    /// <summary>Each engine's own benchmark of a running server.</summary>
    private static IEnumerable<string> Serve(DeploymentPlan p)
    {
        var (d, w) = (p.Deployment, p.Deployment.Workload);
        var (bench, length) = (d.Engine.Engine.Bench, p.Estimate.EffectiveMaxModelLen);
        var (input, output) = (w.InputTokens ?? Math.Min(1024, length / 2), w.OutputTokens ?? Math.Min(256, length / 4));
        string[] model = bench.NamesTokenizer ? ["--model", p.ServedName, "--tokenizer", p.ModelArgument] : ["--model", p.ModelArgument];
        return
        [
            .. bench.Program,
            .. model,
            "--dataset-name",
            "random",
            "--random-input-len",
            Text(input),
            "--random-output-len",
            Text(output),
            "--num-prompts",
            Text(d.Operations.BenchmarkRequests.Value),
            "--request-rate",
            w.RequestsPerSecond is > 0 and { } rate ? Text(rate) : "inf",
            .. w.Concurrency.IsStated ? (string[])["--max-concurrency", Text(w.Concurrency.Value)] : [],
            .. bench.Arguments,
            .. bench.CountsGoodput ? Goodput(w) : [],
        ];
    }

    private static IEnumerable<string> Goodput(Workload w)
    {
        string?[] limits =
        [
            w.TimeToFirstToken is { } first ? "ttft:" + Text(first.TotalMilliseconds) : null,
            w.TokensPerSecondPerUser is { } rate ? "tpot:" + Text(Math.Round(1000 / rate, 3)) : null,
        ];
        var stated = limits.OfType<string>().ToList();
        return stated.Count > 0 ? stated.Prepend("--goodput") : stated;
    }

    private static IEnumerable<string> Collectives(Deployment d)
    {
        if (d.GpuCount > 1)
        {
            yield return "all_reduce_perf";
        }

        if (d.Layout.ExpertSize > 1)
        {
            yield return "alltoall_perf";
        }

        if (d.Layout.Pipeline > 1)
        {
            yield return "sendrecv_perf";
        }
    }

    /// <summary>The activations of a full step: its tokens times the model's width.</summary>
    private static long LargestMib(Deployment d)
    {
        var bytes = (long)d.Serving.MaxNumBatchedTokens.Value * d.Model.Architecture.HiddenSize * BytesOfActivation;
        return (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, bytes / Quantity.MiB));
    }

    private static string Text(IFormattable value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
