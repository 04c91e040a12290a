using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The dotted key of a property's path: <c>Host.Sysctl["vm.swappiness"]</c> is host.sysctl.vm.swappiness.</summary>
internal static class KeyPath
{
    private const string IndexerStart = "[\"";
    private const string IndexerEnd = "\"]";

    // By the letters alone: where a word of a name begins can't be seen beside digits (Hugepages2Mi, Bf16Tflops).
    private static readonly ImmutableDictionary<string, string> Names = AllNames(DeepSeekConfig.Keys)
        .Distinct(StringComparer.Ordinal)
        .ToImmutableDictionary(name => name.Replace("_", ""), name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The key of a path of properties; the entry of a map by its name, an item of a list by its index.</summary>
    public static string Of(string propertyPath)
    {
        var map = propertyPath.IndexOf(IndexerStart, StringComparison.Ordinal);
        if (map >= 0)
        {
            return $"{Of(propertyPath[..map])}.{propertyPath[(map + IndexerStart.Length)..^IndexerEnd.Length]}";
        }

        var list = propertyPath.IndexOf('[', StringComparison.Ordinal);
        return list >= 0 ? Of(propertyPath[..list]) + propertyPath[list..] : string.Join('.', propertyPath.Split('.').Select(NameOf));
    }

    /// <summary>The name of a property's key: <c>MaxReplicas</c> is max_replicas.</summary>
    public static string NameOf(string property) => Names[property];

    /// <summary>The index of a map's entry in a path of properties.</summary>
    public static string Indexer(string name) => IndexerStart + name + IndexerEnd;

    private static IEnumerable<string> AllNames(IEnumerable<KeyInfo> keys) => keys.SelectMany(k => AllNames(k.Children).Prepend(k.Name));
}
