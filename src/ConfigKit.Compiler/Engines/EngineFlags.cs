using ConfigKit.Catalog;

namespace ConfigKit.Engines;

/// <summary>The command line flags of an engine, from catalog/engines/&lt;name&gt;.flags.json.</summary>
/// <param name="from">The first release of which the list is.</param>
/// <param name="before">The first one of which it no longer is.</param>
/// <param name="flags">Those that there are.</param>
/// <param name="removed">Those that there were once, which old guides print.</param>
internal sealed class EngineFlags(Version from, Version before, CatalogList<string> flags, CatalogList<string> removed)
{
    public IEnumerable<string> Names =>
        flags.Names.Select(Normalize).Where(f => f.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Whether the list is that of the release: flags of much older and of newer releases are not known.</summary>
    public bool Covers(Version release) => release >= from && release < before;

    /// <summary>Nested configurations may be dotted: --kernel-config.x is known when --kernel-config is.</summary>
    public bool Knows(string argument) => flags.Find(NameOf(argument).Split('.')[0]) is not null;

    public bool IsRemoved(string name) => removed.Find(name) is not null;

    /// <summary>Whether an argument is a flag rather than the value of one (which may be a negative number).</summary>
    public static bool IsFlag(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (argument[1] == '-' || char.IsAsciiLetter(argument[1]));

    /// <summary>The flag without <c>=value</c>.</summary>
    public static string NameOf(string argument) => argument.Split('=')[0];

    /// <summary>argparse takes underscores for hyphens in long flags of vLLM; the others do not differ by it alone.</summary>
    public static string Normalize(string flag) => CatalogKey.Flag(flag);
}
