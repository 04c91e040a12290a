using ConfigKit.Diagnostics;
using ConfigKit.Estimation;

namespace ConfigKit.Cli.Output;

/// <summary>The words of the contract.</summary>
internal static class VerdictName
{
    public static string Of(Verdict verdict) =>
        verdict switch
        {
            Verdict.Fits => "fits",
            Verdict.Tight => "tight",
            Verdict.DoesNotFit => "does_not_fit",
            _ => "invalid",
        };

    public static string Of(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "info",
        };
}
