using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The dotted key of a property's path: <c>Host.Sysctl["vm.swappiness"]</c> is host.sysctl.vm.swappiness.</summary>
internal static class KeyPath
{
    private const string IndexerStart = "[\"";
    private const string IndexerEnd = "\"]";

    // Names and nesting of keys are the same whatever words their values take.
    private static readonly Lazy<ImmutableArray<KeyInfo>> Keys = new(() => DeepSeekConfig.Keys(Vocabulary.Unnamed));

    /// <summary>The key of a path of properties; the entry of a map by its name, an item of a list by its index.</summary>
    /// <param name="propertyPath">From <see cref="DeepSeekConfig"/> on.</param>
    public static string Of(string propertyPath)
    {
        var map = propertyPath.IndexOf(IndexerStart, StringComparison.Ordinal);
        if (map >= 0)
        {
            return $"{Of(propertyPath[..map])}.{propertyPath[(map + IndexerStart.Length)..^IndexerEnd.Length]}";
        }

        var list = propertyPath.IndexOf('[', StringComparison.Ordinal);
        return list >= 0 ? Of(propertyPath[..list]) + propertyPath[list..] : Find(propertyPath).Path;
    }

    /// <summary>The last name of a key: <c>Kubernetes.Autoscaling.MaxReplicas</c> is max_replicas.</summary>
    public static string NameOf(string propertyPath) => Find(propertyPath.Split('[')[0]).Name;

    /// <summary>The index of a map's entry in a path of properties.</summary>
    public static string Indexer(string name) => IndexerStart + name + IndexerEnd;

    private static KeyInfo Find(string propertyPath)
    {
        var names = propertyPath.Split('.');
        return names.Skip(1).Aggregate(Among(Keys.Value, names[0]), (key, name) => Among(key.Children, name));
    }

    private static KeyInfo Among(ImmutableArray<KeyInfo> keys, string property) => keys.First(k => IsOf(k.Name, property));

    // By the letters alone: where a word of a name begins can't be seen beside digits (Hugepages2Mi, Bf16Tflops).
    private static bool IsOf(string name, string property) => name.Replace("_", "").Equals(property, StringComparison.OrdinalIgnoreCase);
}
