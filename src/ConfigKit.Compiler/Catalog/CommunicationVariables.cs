using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The variables of catalog/nccl.json.</summary>
internal static class CommunicationVariables
{
    private const string File = "nccl.json";

    private static readonly CatalogList<NcclVariableEntry> Variables = CatalogFile.List<NcclVariableEntry>(File, "variables");

    public static CommunicationVariable? Find(string name) => Variables.Find(name) is { } entry ? FromEntry(entry) : null;

    public static IEnumerable<string> Names() => Variables.Names.Order(StringComparer.Ordinal);

    /// <summary>The real name of a variable that is often taken for NCCL's, or null.</summary>
    public static string? Replacement(string name) => CatalogFile.ReadWithoutLists<NcclFile>(File).NotNccl.GetValueOrDefault(name);

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
