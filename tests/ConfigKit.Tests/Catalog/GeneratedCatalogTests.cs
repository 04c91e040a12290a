using System.Collections.Immutable;
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
        AssertSame(models.Models, "models.json", "models", m => m.Id, CatalogJson.Default.ModelEntry);
        AssertSame(models.Families, "models.json", "families", f => f.Id, CatalogJson.Default.FamilyEntry);
        var fabrics = CatalogFile.Read<FabricsFile>("fabrics.json").Fabrics;
        AssertSame(fabrics, "fabrics.json", "fabrics", f => f.Id, CatalogJson.Default.FabricEntry);
        var variables = CatalogFile.Read<NcclFile>("nccl.json").Variables;
        AssertSame(variables, "nccl.json", "variables", v => v.Name, CatalogJson.Default.NcclVariableEntry);
        foreach (var file in CatalogFiles.Names.Where(n => n.StartsWith("accelerators/", StringComparison.Ordinal)))
        {
            var gpus = CatalogFile.Read<AcceleratorsFile>(file).Accelerators;
            AssertSame(gpus, file, "accelerators", a => a.Id, CatalogJson.Default.AcceleratorEntry);
        }
    }

    [Fact]
    public void Texts_are_found_in_their_lists()
    {
        var flags = CatalogFile.List<string>("engines/vllm.flags.json", "flags");
        Assert.Equal(CatalogFile.Read<EngineFlagsEntry>("engines/vllm.flags.json").Flags.AsEnumerable(), flags.Names.AsEnumerable());
        Assert.All(flags.Names, f => Assert.Equal(f, flags.Find(f)));
        Assert.Equal("--max-num-seqs", flags.Find("--max_num_seqs"));
        Assert.Null(flags.Find("--max-num-seq"));
        Assert.Null(flags.Find("--api-key\t1\n--max-num-seqs"));
        Assert.Null(flags.Find(""));
    }

    [Fact]
    public void A_file_without_its_lists_has_the_rest()
    {
        const string File = "engines/vllm.flags.json";
        var (whole, rest) = (CatalogFile.Read<EngineFlagsEntry>(File), CatalogFile.ReadWithoutLists<EngineFlagsEntry>(File));
        AssertSame(whole with { Flags = [], Removed = [] }, rest, CatalogJson.Default.EngineFlagsEntry);
    }

    [Fact]
    public void A_file_that_is_not_there_is_null() => Assert.Null(CatalogFile.TryRead<EngineEntry>("engines/none.json"));

    private static void AssertSame<T>(ImmutableArray<T> whole, string file, string name, Func<T, string> nameOf, JsonTypeInfo<T> reader)
        where T : class
    {
        var list = CatalogFile.List<T>(file, name);
        Assert.Equal(whole.Select(nameOf), list.Names.AsEnumerable());
        Assert.All(whole, e => AssertSame(e, list.Find(nameOf(e)), reader));
    }

    private static void AssertSame(object? expected, object? actual, JsonTypeInfo reader)
    {
        var (read, made) = (JsonSerializer.SerializeToNode(expected, reader), JsonSerializer.SerializeToNode(actual, reader));
        Assert.True(JsonNode.DeepEquals(read, made), $"read:\n{read}\nmade:\n{made}");
    }
}
