using System.Collections.Frozen;
using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>The command line flags of an engine, from catalog/engine-flags.json, and vLLM's variables.</summary>
internal sealed class EngineFlags
{
    private static readonly Lazy<ImmutableArray<EngineFlagsEntry>> Lists = new(() =>
        CatalogFile.Read("engine-flags.json", CatalogJson.Default.EngineFlagsFile).Engines
    );

    private static readonly Lazy<VllmVariablesFile> Vllm = new(() =>
        CatalogFile.Read("vllm-env.json", CatalogJson.Default.VllmVariablesFile)
    );

    private readonly FrozenSet<string> _flags;
    private readonly FrozenSet<string> _removed;

    private EngineFlags(IEnumerable<string> flags, IEnumerable<string> removed) =>
        (_flags, _removed) = (
            flags.Select(Normalize).ToFrozenSet(StringComparer.Ordinal),
            removed.Select(Normalize).ToFrozenSet(StringComparer.Ordinal)
        );

    public IEnumerable<string> Names => _flags.Where(f => f.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The flags of a release; null where they are not known: lists of much older and of newer releases are not.</summary>
    public static EngineFlags? Of(EngineRelease engine)
    {
        var entry = Lists.Value.First(e => e.Engine == EngineNames.NameOf(engine.Kind));
        return engine.Version >= entry.From && engine.Version < entry.Until ? new(entry.Flags, entry.Removed) : null;
    }

    /// <summary>Whether the release is known to have a flag.</summary>
    public static bool Has(EngineRelease engine, string flag) => Of(engine)?.Knows(flag) == true;

    /// <summary>The flag for the time limit of collective operations; empty where the release is not known to have one.</summary>
    public static string TimeoutOf(EngineRelease engine) =>
        engine.Kind switch
        {
            EngineKind.Vllm when Has(engine, "--distributed-timeout-seconds") => "--distributed-timeout-seconds",
            EngineKind.Sglang => "--dist-timeout",
            _ => "",
        };

    /// <summary>Whether the release is known to send OpenTelemetry traces; vLLM has done so since its first versions.</summary>
    public static bool SendsTraces(EngineRelease engine) =>
        engine.Kind switch
        {
            EngineKind.Vllm => true,
            EngineKind.Sglang => Has(engine, "--enable-trace"),
            _ => Has(engine, "--otlp_traces_endpoint"),
        };

    /// <summary>Whether arguments name a file of LLM API options for TensorRT-LLM.</summary>
    public static bool NamesOptionFile(ImmutableArray<string> arguments) =>
        !arguments.IsDefault && arguments.Any(a => NameOf(a) is "--config" or "--extra_llm_api_options");

    /// <summary>Whether an argument is a flag rather than the value of one (which may be a negative number).</summary>
    public static bool IsFlag(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (argument[1] == '-' || char.IsAsciiLetter(argument[1]));

    /// <summary>The flag without <c>=value</c>.</summary>
    public static string NameOf(string argument) => argument.Split('=')[0];

    /// <summary>Nested configurations may be dotted: --kernel-config.x is known when --kernel-config is.</summary>
    public bool Knows(string argument) => _flags.Contains(Normalize(NameOf(argument).Split('.')[0]));

    public bool IsRemoved(string name) => _removed.Contains(Normalize(name));

    public static bool IsVllmVariable(string name) => Vllm.Value.Names.Contains(name);

    public static IEnumerable<string> VllmVariables() => Vllm.Value.Names;

    public static string? VllmReplacement(string name) => Vllm.Value.Replaced.GetValueOrDefault(name);

    /// <summary>argparse takes underscores for hyphens in long flags of vLLM; the others do not differ by it alone.</summary>
    private static string Normalize(string flag) => flag.StartsWith("--", StringComparison.Ordinal) ? flag.Replace('_', '-') : flag;
}
