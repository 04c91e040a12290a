using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>A timeout that ends answers which are still being computed.</summary>
internal sealed class ReadTimeoutShort() : DeploymentRule(Fault)
{
    // The longest answers take several times as long as the mean.
    private const int LongestOverMean = 4;

    private static readonly DiagnosticDescriptor Fault = new("CK8018", "Read timeout shorter than an answer", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "`gateway.read_timeout` is compared with the average time of an answer: `workload.processing_time` where it was "
                + "measured, else the roofline bound, which no engine beats.",
            Why =
                "An answer that isn't streamed arrives in one piece: the engine sends nothing until the last token, and nginx "
                + "counts the time between two reads. The gateway returns 504 while the engine is still computing. The longest "
                + "answers take several times the average; streams need the timeout only up to their first token.",
            Formula = """
                read_timeout >= processing_time, where measured, else
                read_timeout >= prefill + decode step × output_tokens / acceptance_length
                0.1 s + 20 ms × 500 / 1 = 10.1 s > 5 s: reported
                """,
            Fix = "Set `gateway.read_timeout` to about four times the average. A dead engine is then noticed that much later.",
            References = [new("nginx: proxy_read_timeout", "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout")],
        },
        Bad = GatewayExample.R1With(
            "  read_timeout: 15s\nworkload: {requests_per_second: 2, input_tokens: 2000, output_tokens: 500, processing_time: 20s}\n"
        ),
        Good = GatewayExample.R1With(
            "  read_timeout: 10m\nworkload: {requests_per_second: 2, input_tokens: 2000, output_tokens: 500, processing_time: 20s}\n"
        ),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Gateway is not { } gateway || MeanTime(s) is not { } time)
        {
            yield break;
        }

        var timeout = gateway.ReadTimeout.Value;
        if (timeout < time)
        {
            var bound = s.Deployment.Workload.ProcessingTime is null ? "at least " : "";
            yield return new Finding(
                "gateway.read_timeout",
                $"the gateway gives up after {Quantity.FormatDuration(timeout)}; "
                    + $"an average answer takes {bound}{Quantity.FormatDuration(time)}",
                $"set `gateway.read_timeout: {Math.Ceiling(time.TotalMinutes * LongestOverMean)}m`"
            );
        }
    }

    /// <summary>Measured, else the roofline's bound; null when neither is known.</summary>
    private static TimeSpan? MeanTime(Subject s)
    {
        var (workload, performance) = (s.Deployment.Workload, s.Estimate.Performance);
        if (workload.ProcessingTime is { } measured)
        {
            return measured;
        }

        return workload.OutputTokens is { } tokens && performance.DecodeStep is { } step
            ? (performance.Prefill ?? default) + (step * (tokens / workload.CertainAcceptanceLength))
            : null;
    }
}
