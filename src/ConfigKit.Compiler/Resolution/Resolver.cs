using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>Turns names into facts and omissions into the engine's own defaults.</summary>
internal static class Resolver
{
    /// <param name="config">The bound file.</param>
    /// <param name="spans">Where its keys stand.</param>
    /// <param name="readText">The text of a file named relative to the configuration, or null when there is none.</param>
    /// <param name="diagnostics">Receives what is not known.</param>
    /// <returns>Null when an error keeps the deployment from being described.</returns>
    public static Deployment? Resolve(DeepSeekConfig config, SpanTable spans, Func<string, string?> readText, DiagnosticBag diagnostics) =>
        throw new NotImplementedException($"{config.Version}{spans}{readText}{diagnostics}");
}
