using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Engines;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>Arguments beyond model, layout and memory; those of the user come last.</summary>
internal static class EngineOptions
{
    public static ImmutableArray<string> Of(Deployment d)
    {
        var stated = d.Config.Serving.ExtraArgs;
        return [.. Timeout(d), .. Tracing.Arguments(d), .. OptionFile(d), .. stated.IsDefault ? [] : stated];
    }

    private static IEnumerable<string> Timeout(Deployment d) =>
        d.Config.Serving.DistributedTimeout is { } timeout && EngineFlags.TimeoutOf(d.Engine) is { Length: > 0 } flag
            ? [flag, ((long)Math.Ceiling(timeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture)]
            : [];

    private static IEnumerable<string> OptionFile(Deployment d) =>
        TensorRtLlmOptions.Of(d) is { IsEmpty: false } ? ["--extra_llm_api_options", TensorRtLlmOptions.File] : [];
}
