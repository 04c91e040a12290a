using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Text;

namespace ConfigKit.Tests.Catalog;

/// <summary>Names are a contract: none that was ever published goes away or comes to mean something else.</summary>
public sealed class NamesTests
{
    private const string Listed = "tests/ConfigKit.Tests/Catalog/names.txt";

    [Fact]
    public void Names_that_were_published_still_mean_the_same()
    {
        foreach (var line in File.ReadAllLines(Path.Combine(Repository.Root, Listed)))
        {
            var (kind, name, id) = line.Split(' ') is [var k, var n, var i] ? (k, n, i) : throw new InvalidOperationException(line);
            Assert.Equal((name, id), (name, kind == "model" ? Models.Find(name)?.Id : Accelerators.Find(name)?.Id));
        }
    }

    [Theory]
    [InlineData("H20 96GB", "h20-96gb")]
    [InlineData("H200-141G", "h200-sxm5-141gb")]
    [InlineData("RTX 4090 48GB", "rtx-4090-48gb")]
    [InlineData("NVIDIA H20-3e", "h20-3e-141gb")]
    [InlineData("NVIDIA B300 SXM6 AC", "b300-sxm-288gb")]
    [InlineData("NVIDIA RTX PRO 6000 Blackwell Workstation Edition", "rtx-pro-6000-blackwell-server")]
    [InlineData("DGX Spark", "gb10-dgx-spark")]
    [InlineData("P800", "kunlun-p800")]
    public void Words_of_practice_are_aliases(string name, string id) => Assert.Equal(id, Accelerators.Find(name)?.Id);

    [Theory]
    [InlineData("NVIDIA GeForce RTX 4090", 24564, "rtx-4090")]
    [InlineData("NVIDIA GeForce RTX 4090", 49139, "rtx-4090-48gb")]
    [InlineData("rtx-4090", 49140, "rtx-4090-48gb")]
    [InlineData("NVIDIA GB300", 284208, "gb300-nvl72")]
    [InlineData("NVIDIA GB300", 256703, "gb300-dgx-station")]
    [InlineData("NVIDIA GB300", 100000, "gb300-nvl72")]
    [InlineData("h100-sxm", 81559, "h100-sxm5-80gb")]
    public void Name_and_memory_identify_a_card(string name, int mib, string id) =>
        Assert.Equal(id, Accelerators.Find(name, mib * Quantity.MiB)?.Id);

    [Theory]
    [InlineData("NVIDIA GB300", 2)]
    [InlineData("geforce-rtx-4090", 2)]
    [InlineData("rtx-4090", 0)]
    [InlineData("4090", 0)]
    [InlineData("gb300-nvl72", 0)]
    [InlineData("h100", 0)]
    public void A_product_name_of_several_cards_names_the_choices(string name, int choices) =>
        Assert.Equal(choices, Accelerators.Match(name, null)?.Namesakes.Length);

    [Fact]
    public void A_name_means_one_card_or_model()
    {
        var gpus = Accelerators.All().SelectMany(g => g.Aliases.Append(g.Id).Select(CatalogKey.Hardware).Distinct());
        Assert.Empty(gpus.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [FactsFact("catalogue/models.json")]
    public void Numbers_of_the_fact_tables_are_ours()
    {
        using var facts = JsonDocument.Parse(File.ReadAllText(Facts.Find("catalogue/models.json")!));
        foreach (var fact in facts.RootElement.GetProperty("models").EnumerateArray())
        {
            var id = fact.GetProperty("id").GetString()!;
            if (Models.Find(id) is not { } model || model.Family == "OCR")
            {
                continue;
            }

            var config = fact.GetProperty("config");
            AssertSame(config, "hidden_size", model.Architecture.HiddenSize, id);
            AssertSame(config, "num_hidden_layers", model.Architecture.NumHiddenLayers, id);
            AssertSame(config, "num_attention_heads", model.Architecture.NumAttentionHeads, id);
            AssertSame(config, "n_routed_experts", model.Architecture.RoutedExperts, id);
            AssertSame(config, "moe_intermediate_size", model.Architecture.MoeIntermediateSize, id);
            AssertSame(config, "num_nextn_predict_layers", model.Architecture.MtpLayers, id);
            AssertSame(config, "dspark_block_size", model.Architecture.DsparkBlockSize ?? 0, id);
            AssertSame(config, "index_topk", model.Architecture.IndexTopK, id);
            if (config.TryGetProperty("compress_ratios", out var ratios))
            {
                Assert.Equal(ratios.EnumerateArray().Select(r => r.GetInt32()), model.Architecture.CompressRatios);
            }
        }
    }

    private static void AssertSame(JsonElement config, string key, int ours, string id)
    {
        if (config.TryGetProperty(key, out var value))
        {
            Assert.Equal((id, key, value.GetInt32()), (id, key, ours));
        }
    }
}
