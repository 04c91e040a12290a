using System.Collections.Immutable;
using System.Globalization;

namespace ConfigKit.Engines;

/// <summary>Defaults that depend on the engine, in the words of the reference.</summary>
internal static class EngineDefaults
{
    /// <summary>By key, for those whose words follow from the engines' own data.</summary>
    public static ImmutableSortedDictionary<string, string> Words =>
        EngineList
            .All.SelectMany(MemoryFraction)
            .Append(("serving.engine", EngineList.Default.Name))
            .Append(("serving.port", Ports()))
            .Append(("serving.distributed_executor_backend", Executors()))
            .GroupBy(w => w.Item1, w => w.Item2, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(w => w.Key, w => string.Join("; ", w.Distinct()), StringComparer.Ordinal);

    /// <summary>"8000; SGLang 30000": the default engine's, then those that differ.</summary>
    private static string Ports()
    {
        var common = PortOf(EngineList.Default);
        var others = EngineList.All.Where(e => PortOf(e) != common).Select(e => Text($"{e.Title} {PortOf(e)}"));
        return string.Join("; ", others.Prepend(Text($"{common}")));
    }

    private static int PortOf(Engine engine) => EngineCatalog.Release(engine, null, out _).DefaultPort;

    /// <summary>"0.92; 0.90 up to vLLM 0.19": the newest first; nothing where it is computed, which the key says itself.</summary>
    private static IEnumerable<(string, string)> MemoryFraction(Engine engine)
    {
        var ranges = EngineCatalog.MemoryFractions(engine);
        if (ranges.IsEmpty)
        {
            yield break;
        }

        var older = ranges.Zip(ranges.Skip(1), (range, next) => Text($"{range.Value:0.00} up to {engine.Title} {Before(next.From)}"));
        yield return (engine.MemoryKey, string.Join("; ", older.Reverse().Prepend(Text($"{ranges[^1].Value:0.00}"))));
    }

    /// <summary>"mp; ray up to vLLM 0.11".</summary>
    private static string Executors() =>
        string.Join(
            "; ",
            EngineList
                .All.Where(e => e.NodeStart.Otherwise == Launcher.Ray)
                .Select(e => $"ray up to {e.Title} {Before(EngineCatalog.NodesStartedFrom(e))}")
                .Prepend("mp")
        );

    /// <summary>The minor release before one.</summary>
    private static string Before(Version? release) => release is null ? "" : Text($"{release.Major}.{release.Minor - 1}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
