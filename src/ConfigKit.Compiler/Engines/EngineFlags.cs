using System.Collections.Immutable;

namespace ConfigKit.Engines;

/// <summary>The command line flags of an engine, from catalog/engines/&lt;name&gt;.flags.json.</summary>
/// <param name="from">The first release of which the list is.</param>
/// <param name="before">The first one of which it no longer is.</param>
/// <param name="flags">Those that there are.</param>
/// <param name="removed">Those that there were once, which old guides print.</param>
internal sealed class EngineFlags(Version from, Version before, ImmutableArray<string> flags, ImmutableArray<string> removed)
{
    private readonly HashSet<string> _flags = flags.Select(Normalize).ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = removed.Select(Normalize).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<string> Names => _flags.Where(f => f.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Whether the list is that of the release: flags of much older and of newer releases are not known.</summary>
    public bool Covers(Version release) => release >= from && release < before;

    /// <summary>Nested configurations may be dotted: --kernel-config.x is known when --kernel-config is.</summary>
    public bool Knows(string argument) => _flags.Contains(Normalize(NameOf(argument).Split('.')[0]));

    public bool IsRemoved(string name) => _removed.Contains(Normalize(name));

    /// <summary>Whether an argument is a flag rather than the value of one (which may be a negative number).</summary>
    public static bool IsFlag(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (argument[1] == '-' || char.IsAsciiLetter(argument[1]));

    /// <summary>The flag without <c>=value</c>.</summary>
    public static string NameOf(string argument) => argument.Split('=')[0];

    /// <summary>argparse takes underscores for hyphens in long flags of vLLM; the others do not differ by it alone.</summary>
    public static string Normalize(string flag) => flag.StartsWith("--", StringComparison.Ordinal) ? flag.Replace('_', '-') : flag;
}
