using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Tests.Catalog;

/// <summary>The code that the build makes of catalog/ makes the records that the JSON reader reads.</summary>
public sealed class GeneratedCatalogTests
{
    public static TheoryData<string> Files() => [.. CatalogFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Generated_records_are_those_of_the_file(string name)
    {
        var reader = CatalogFiles.ReaderOf(name)!;

        AssertSame(JsonSerializer.Deserialize(CatalogFiles.Text(name), reader), CatalogFile.TryRead<object>(name), reader);
    }

    [Fact]
    public void An_entry_made_alone_is_that_of_the_whole_file()
    {
        var models = CatalogFile.Read<ModelsFile>("models.json");
        AssertSame(models.Models, CatalogFile.List<ModelEntry>("models.json", "models"), m => m.Id, CatalogJson.Default.ModelEntry);
        AssertSame(models.Families, CatalogFile.List<FamilyEntry>("models.json", "families"), f => f.Id, CatalogJson.Default.FamilyEntry);
        AssertSame(
            CatalogFile.Read<NcclFile>("nccl.json").Variables,
            CatalogFile.List<NcclVariableEntry>("nccl.json", "variables"),
            v => v.Name,
            CatalogJson.Default.NcclVariableEntry
        );
        foreach (var file in new[] { "nvidia", "amd", "huawei" }.Select(v => $"accelerators/{v}.json"))
        {
            AssertSame(
                CatalogFile.Read<AcceleratorsFile>(file).Accelerators,
                CatalogFile.List<AcceleratorEntry>(file, "accelerators"),
                a => a.Id,
                CatalogJson.Default.AcceleratorEntry
            );
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_null() => Assert.Null(CatalogFile.TryRead<EngineEntry>("engines/none.json"));

    private static void AssertSame<T>(IEnumerable<T> whole, CatalogList<T> list, Func<T, string> name, JsonTypeInfo<T> reader)
        where T : class
    {
        Assert.Equal(whole.Select(name), list.Names());
        Assert.All(whole, e => AssertSame(e, list.Find(name(e)), reader));
    }

    private static void AssertSame(object? expected, object? actual, JsonTypeInfo reader)
    {
        var (read, made) = (JsonSerializer.SerializeToNode(expected, reader), JsonSerializer.SerializeToNode(actual, reader));
        Assert.True(JsonNode.DeepEquals(read, made), $"read:\n{read}\nmade:\n{made}");
    }
}
