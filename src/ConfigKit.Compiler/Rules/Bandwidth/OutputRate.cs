using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>A stated output rate and the bound that it is held against.</summary>
internal sealed record OutputRate(string Key, double Wanted, double Bound, string Whose)
{
    /// <summary>Median of measured time over bound, 523 public rows of R1 and V3 (aiconfigurator's silicon data).</summary>
    public const double Median = 2.8;

    public static IEnumerable<OutputRate> Of(Subject s)
    {
        var (workload, performance) = (s.Deployment.Workload, s.Estimate.Performance);
        if (workload.TokensPerSecondPerUser is { } user && performance.TokensPerSecondPerUser is { } userBound)
        {
            yield return new("workload.tokens_per_second_per_user", user, userBound, " per user");
        }

        if (workload.TokensPerSecond is { } all && performance.TokensPerSecond is { } bound)
        {
            yield return new("workload.tokens_per_second", all, bound * workload.Replicas, "");
        }
    }

    public static string Note(Subject s) =>
        $"{s.Estimate.Performance.Explanation}: {Quantity.FormatDuration(s.Estimate.Performance.DecodeStep ?? default)} per step on {s.Deployment.Gpu.Id} ({Quantity.FormatRate(s.Deployment.Gpu.MemoryBandwidth ?? 0)})";
}
