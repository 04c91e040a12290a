using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Engines;

namespace ConfigKit.Tests.Catalog;

/// <summary>Every file of catalog/, read whole: what the compiler reads of it by and by must all be there and be spelt right.</summary>
public sealed class CatalogFileTests
{
    public static TheoryData<string> Files() => [.. CatalogFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_the_fields_of_its_records_and_no_others(string name) =>
        Assert.Equal("", CatalogFiles.Fault(name, CatalogFiles.Text(name)));

    [Theory]
    [InlineData("accelerators/amd.json", "\"nvml_mib\"", "\"nvml_mb\"", "mi250x", "nvml_mb")]
    [InlineData("accelerators/amd.json", "\"OAM\"", "\"OEM\"", "mi250x", "form_factor")]
    [InlineData("fabrics.json", "\"gbps\": 200", "\"gbps\": \"200\"", "infiniband-hdr", "gbps")]
    [InlineData("models.json", "\"moe_layer_freq\"", "\"moe_layer_frequency\"", "deepseek-ai/DeepSeek-V3", "moe_layer_frequency")]
    [InlineData("nccl.json", "\"debug_only\"", "\"debug\"", "NCCL_ALGO", "debug")]
    public void A_fault_names_file_entry_and_field(string file, string right, string wrong, string entry, string field)
    {
        var text = CatalogFiles.Text(file);
        var at = text.IndexOf(right, StringComparison.Ordinal);

        var fault = CatalogFiles.Fault(file, text[..at] + wrong + text[(at + right.Length)..]);

        Assert.StartsWith($"catalog/{file}: {entry}: ", fault, StringComparison.Ordinal);
        Assert.Contains(field, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_must_be_there_is_asked_for()
    {
        var fault = CatalogFiles.Fault("fabrics.json", """{"fabrics": [{"id": "x", "kind": "roce", "aliases": [], "sources": []}]}""");

        Assert.StartsWith("catalog/fabrics.json: x: ", fault, StringComparison.Ordinal);
        Assert.Contains("gbps", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_nothing_reads_is_a_fault() =>
        Assert.Contains("no record reads this file", CatalogFiles.Fault("new.json", "{}"), StringComparison.Ordinal);

    [Fact]
    public void An_accelerator_lies_in_the_file_of_its_vendor()
    {
        foreach (var vendor in Enum.GetValues<GpuVendor>())
        {
            var file = CatalogFile.Read<AcceleratorsFile>($"accelerators/{vendor.Word()}.json");
            Assert.Equal(vendor, file.Vendor);
        }
    }

    [Fact]
    public void Every_accelerator_and_fabric_is_found_by_each_of_its_names()
    {
        foreach (var gpu in Accelerators.All())
        {
            Assert.All(gpu.Aliases.Append(gpu.Id), name => Assert.Equal(gpu.Id, Accelerators.Find(name)?.Id));
        }

        foreach (var fabric in Fabrics.All())
        {
            Assert.All(fabric.Aliases.Append(fabric.Id), name => Assert.Equal(fabric.Id, Fabrics.Find(name)?.Id));
        }
    }

    [Fact]
    public void A_link_has_a_kind_and_a_name_or_neither()
    {
        Assert.All(Accelerators.All(), g => Assert.Equal(g.LinkKind is null, g.LinkName.Length == 0));
        Assert.All(Accelerators.All().Where(g => g.HasBuiltInLink), g => Assert.NotNull(g.LinkKind));
    }

    [Fact]
    public void Flag_lists_hold_for_a_span_of_releases() =>
        Assert.All(
            EngineList.All.Select(e => CatalogFile.Read<EngineFlagsEntry>($"engines/{e.Name}.flags.json")),
            e => Assert.True(e.From < e.Until, e.Engine)
        );
}
