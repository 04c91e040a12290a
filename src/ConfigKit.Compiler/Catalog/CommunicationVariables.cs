using System.Collections.Frozen;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The variables of catalog/nccl.json.</summary>
internal static class CommunicationVariables
{
    private static readonly Lazy<NcclFile> File = new(() => CatalogFile.Read("nccl.json", CatalogJson.Default.NcclFile));

    private static readonly Lazy<FrozenDictionary<string, CommunicationVariable>> Variables = new(() =>
        File.Value.Variables.ToFrozenDictionary(v => v.Name, FromEntry, StringComparer.Ordinal)
    );

    public static CommunicationVariable? Find(string name) => Variables.Value.GetValueOrDefault(name);

    public static IEnumerable<string> Names() => Variables.Value.Keys.Order(StringComparer.Ordinal);

    /// <summary>The real name of a variable that is often taken for NCCL's, or null.</summary>
    public static string? Replacement(string name) => File.Value.NotNccl.GetValueOrDefault(name);

    private static CommunicationVariable FromEntry(NcclVariableEntry e) =>
        new(e.Name, e.DebugOnly)
        {
            Minimum = e.Min,
            Maximum = e.Max,
            Choices = e.Choices,
            Items = e.Items,
            Pattern = e.Pattern ?? "",
        };
}
