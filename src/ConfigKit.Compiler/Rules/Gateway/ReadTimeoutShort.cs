using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>A timeout that ends answers which are still being computed.</summary>
internal sealed class ReadTimeoutShort() : DeploymentRule(Fault)
{
    // The longest answers take several times as long as the mean.
    private const int LongestOverMean = 4;

    private static readonly DiagnosticDescriptor Fault = new("CK8018", "Read timeout below the time of an answer", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "An answer that is not streamed comes in one piece: the engine is silent until its last token, so the gateway's "
                + "read timeout must exceed the whole time of an answer (nginx `proxy_read_timeout` counts between two reads). The "
                + "time is `workload.processing_time` where measured, else the roofline bound: prefill and one decode step for each "
                + "of `workload.output_tokens`, which no engine beats. These are means; the longest answers take several times as "
                + "long. Streams need it only up to their first token.",
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
                $"the gateway waits {Quantity.FormatDuration(timeout)} for the engine; "
                    + $"a mean answer takes {bound}{Quantity.FormatDuration(time)}",
                $"set `gateway.read_timeout: {Math.Ceiling(time.TotalMinutes * LongestOverMean)}m`, or more"
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
