using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>The command line flags of an engine, from catalog/engine-flags.json, and vLLM's variables.</summary>
internal sealed class EngineFlags
{
    private static readonly Lazy<(FrozenSet<string> Names, ImmutableSortedDictionary<string, string> Replaced)> Vllm = new(LoadVariables);

    private readonly FrozenSet<string> _flags;
    private readonly FrozenSet<string> _removed;

    private EngineFlags(IEnumerable<string> flags, IEnumerable<string> removed) =>
        (_flags, _removed) = (
            flags.Select(Normalize).ToFrozenSet(StringComparer.Ordinal),
            removed.Select(Normalize).ToFrozenSet(StringComparer.Ordinal)
        );

    public IEnumerable<string> Names => _flags.Where(f => f.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static EngineFlags? Of(EngineKind kind)
    {
        using var stream = CatalogFile.Open("engine-flags.json");
        using var document = JsonDocument.Parse(stream);
        foreach (var entry in document.RootElement.GetProperty("engines").EnumerateArray())
        {
            if (CatalogFile.Text(entry, "engine") == EngineNames.NameOf(kind))
            {
                return new EngineFlags(CatalogFile.Texts(entry, "flags"), CatalogFile.Texts(entry, "removed"));
            }
        }

        return null;
    }

    /// <summary>Whether the list is that of the release: flags of much older and of newer releases are not known.</summary>
    public static bool Applies(EngineRelease engine) =>
        engine.Kind switch
        {
            EngineKind.Vllm => engine.Version >= new Version(0, 20) && engine.Version < new Version(0, 30),
            EngineKind.Sglang => engine.Version >= new Version(0, 5, 12) && engine.Version < new Version(0, 5, 19),
            _ => engine.Version >= new Version(1, 0) && engine.Version < new Version(1, 3),
        };

    /// <summary>Whether the release is known to have a flag.</summary>
    public static bool Has(EngineRelease engine, string flag) => Applies(engine) && Of(engine.Kind)?.Knows(flag) == true;

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

    private static (FrozenSet<string> Names, ImmutableSortedDictionary<string, string> Replaced) LoadVariables()
    {
        using var stream = CatalogFile.Open("vllm-env.json");
        using var document = JsonDocument.Parse(stream);
        return (
            CatalogFile.Texts(document.RootElement, "names").ToFrozenSet(StringComparer.Ordinal),
            document
                .RootElement.GetProperty("replaced")
                .EnumerateObject()
                .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal)
        );
    }
}
