using System.Globalization;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Targets.Operations;

/// <summary>Decides benchmark, capture and thresholds from the workload and the layout.</summary>
internal static class OperationsPlanner
{
    private const int DegreesToCritical = 5;
    private const int BytesOfActivation = 2;
    private const int LeastRequests = 100;
    private const int SecondsOfRate = 120;

    public static OperationsPlan Of(DeploymentPlan p)
    {
        var d = p.Deployment;
        var hot = d.Config.Observability.GpuTemperature ?? ObservabilitySection.GpuTemperatureDefault;
        return new OperationsPlan
        {
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{p.Port}"),
            Serve = [.. Serve(p)],
            WritesFolder = d.Engine.Kind != EngineKind.Sglang,
            Collectives = [.. Collectives(d)],
            LargestMib = LargestMib(d),
            MlperfModes = !d.Model.HasMlperfBenchmark
                ? []
                : d.Engine.Kind switch
                {
                    EngineKind.Vllm => ["offline"],
                    EngineKind.Sglang => ["offline", "server"],
                    _ => [],
                },
            CaptureSeconds = Math.Max(
                1,
                (long)Math.Ceiling((d.Config.Operations?.CaptureDuration ?? OperationsSection.CaptureDurationDefault).TotalSeconds)
            ),
            Warning = hot,
            Critical = hot + DegreesToCritical,
            Load = QueueLoad.Of(d, p.Estimate),
            Topology = HostTopology.Of(d),
        };
    }

    /// <summary>Each engine's own benchmark of a running server; vLLM's counts the requests that meet the stated limits (goodput).</summary>
    private static IEnumerable<string> Serve(DeploymentPlan p)
    {
        var (d, w) = (p.Deployment, p.Deployment.Config.Workload);
        var length = p.Estimate.EffectiveMaxModelLen;
        var (input, output) = (w.InputTokens ?? Math.Min(1024, length / 2), w.OutputTokens ?? Math.Min(256, length / 4));
        string[] program = d.Engine.Kind switch
        {
            EngineKind.Vllm =>
            [
                "vllm",
                "bench",
                "serve",
                "--backend",
                "openai",
                "--endpoint",
                "/v1/completions",
                "--model",
                p.ServedName,
                "--tokenizer",
                p.ModelArgument,
            ],
            EngineKind.Sglang => ["python3", "-m", "sglang.bench_serving", "--backend", "sglang", "--model", p.ModelArgument],
            _ =>
            [
                "python3",
                "-m",
                "tensorrt_llm.serve.scripts.benchmark_serving",
                "--backend",
                "openai",
                "--endpoint",
                "/v1/completions",
                "--model",
                p.ServedName,
                "--tokenizer",
                p.ModelArgument,
            ],
        };
        List<string> arguments =
        [
            "--dataset-name",
            "random",
            "--random-input-len",
            Text(input),
            "--random-output-len",
            Text(output),
            "--num-prompts",
            Text(Requests(d, p)),
            "--request-rate",
            w.RequestsPerSecond is > 0 and { } rate ? Text(rate) : "inf",
        ];
        if (w.Concurrency is { } concurrency)
        {
            arguments.AddRange(["--max-concurrency", Text(concurrency)]);
        }

        switch (d.Engine.Kind)
        {
            case EngineKind.Sglang:
                arguments.AddRange(["--random-range-ratio", "1"]);
                break;
            case EngineKind.TensorRtLlm:
                arguments.AddRange(["--random-ids", "--ignore-eos", "--percentile-metrics", "ttft,tpot,itl,e2el"]);
                break;
            default:
                arguments.AddRange([
                    "--ignore-eos",
                    "--percentile-metrics",
                    "ttft,tpot,itl,e2el",
                    "--metric-percentiles",
                    "50,95,99",
                    .. Goodput(w),
                ]);
                break;
        }

        return program.Concat(arguments);
    }

    private static IEnumerable<string> Goodput(WorkloadSection w)
    {
        string?[] limits =
        [
            w.TimeToFirstToken is { } first ? "ttft:" + Text(first.TotalMilliseconds) : null,
            w.TokensPerSecondPerUser is { } rate ? "tpot:" + Text(Math.Round(1000 / rate, 3)) : null,
        ];
        var stated = limits.OfType<string>().ToList();
        return stated.Count > 0 ? stated.Prepend("--goodput") : stated;
    }

    private static int Requests(Deployment d, DeploymentPlan p) =>
        d.Config.Operations?.BenchmarkRequests
        ?? (int)
            Math.Clamp(
                Math.Max(
                    (d.Config.Workload.RequestsPerSecond ?? 0) * SecondsOfRate,
                    10.0 * (d.Config.Workload.Concurrency ?? p.Estimate.Performance.Concurrency)
                ),
                LeastRequests,
                10_000_000
            );

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
