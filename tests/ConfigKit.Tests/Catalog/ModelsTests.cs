using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Tests.Catalog;

public sealed partial class ModelsTests
{
    private static readonly ModelsFile File = CatalogFile.Read<ModelsFile>("models.json");

    [Fact]
    public void Every_model_is_found_by_each_of_its_names()
    {
        foreach (var entry in File.Models)
        {
            Assert.All(entry.Aliases.Append(entry.Id), name => Assert.Equal(entry.Id, Models.Find(name)?.Id));
        }
    }

    [Fact]
    public void What_is_found_alone_is_what_the_whole_list_has()
    {
        foreach (var model in Models.All())
        {
            var found = Models.Find(model.Id);
            Assert.NotNull(found);
            Assert.Equal(model.Quantization with { AttentionInBf16 = [] }, found.Quantization with { AttentionInBf16 = [] });
            Assert.Equal(model.Quantization.AttentionInBf16.AsEnumerable(), found.Quantization.AttentionInBf16.AsEnumerable());
            Assert.Equal(model.Architecture.CompressRatios.AsEnumerable(), found.Architecture.CompressRatios.AsEnumerable());
            Assert.Equal((model.Family, model.Parsers, model.License), (found.Family, found.Parsers, found.License));
        }
    }

    [Fact]
    public void An_entry_states_its_config_or_the_entry_that_has_it()
    {
        var ids = File.Models.ToDictionary(m => m.Id, StringComparer.Ordinal);
        foreach (var entry in File.Models)
        {
            Assert.True(entry.Config is null != entry.Base is null, $"{entry.Id} has both config and base, or neither");
            var (at, steps) = (entry, 0);
            while (at.Base is { } id)
            {
                Assert.True(ids.TryGetValue(id, out var below), $"{entry.Id} rests on {id}, which is not there");
                Assert.True(++steps < 5, $"{entry.Id} rests on itself");
                at = below;
            }
        }
    }

    [Fact]
    public void No_config_stands_there_twice()
    {
        var texts = File
            .Models.Where(m => m.Config is not null)
            .GroupBy(m =>
                System.Text.Json.JsonSerializer.Serialize(
                    m.Config! with
                    {
                        QuantizationConfig = null,
                    },
                    CatalogJson.Default.CataloguedModelConfig
                )
            );
        Assert.All(texts, same => Assert.Single(same));
    }

    [Fact]
    public void Families_are_those_of_the_file()
    {
        var families = File.Families.Select(f => f.Id).ToImmutableHashSet(StringComparer.Ordinal);
        Assert.All(File.Models, m => Assert.True(m.Family is null || families.Contains(m.Family), $"{m.Id}: {m.Family}"));
        Assert.All(Models.All(), m => Assert.Contains(m.Family, families));
    }

    [Fact]
    public void Methods_and_types_are_known()
    {
        foreach (var entry in File.Models)
        {
            var type = entry.Config?.ModelType;
            Assert.True(entry.Config is null || HuggingFaceConfig.ModelTypes.Contains(type ?? ""), $"{entry.Id}: {type}");
            foreach (var q in new[] { entry.QuantizationConfig, entry.Config?.QuantizationConfig }.OfType<QuantizationEntry>())
            {
                Assert.True(QuantizationMethods.Find(q.QuantMethod) is not null, $"{entry.Id}: {q.QuantMethod}");
            }
        }
    }

    [Fact]
    public void Dates_and_successors_have_their_form()
    {
        Assert.All(File.Models, m => Assert.True(m.ReleaseDate is null || Date().IsMatch(m.ReleaseDate), $"{m.Id}: {m.ReleaseDate}"));
        Assert.All(File.Models, m => Assert.True(m.ReplacedBy is null || m.ReplacedBy.Split('/').Length == 2, $"{m.Id}: {m.ReplacedBy}"));
        Assert.All(File.Models, m => Assert.True(m.License is null || m.License.Trim().Length > 0, m.Id));
    }

    [Theory]
    [InlineData("deepseek-llm-7b", AttentionKind.Grouped)]
    [InlineData("r1-distill-llama-8b", AttentionKind.Grouped)]
    [InlineData("v2-lite", AttentionKind.Latent)]
    [InlineData("r1", AttentionKind.Latent)]
    [InlineData("v3.2", AttentionKind.SparseLatent)]
    [InlineData("v4-flash", AttentionKind.Compressed)]
    [InlineData("v4.1-flash", AttentionKind.Compressed)]
    public void Attention_is_told_by_the_config(string name, object kind)
    {
        var architecture = Models.Find(name)?.Architecture;
        Assert.Equal((AttentionKind)kind, architecture?.Attention);
        Assert.Equal(kind is AttentionKind.SparseLatent, architecture?.HasIndexerKey);
    }

    [Theory]
    [InlineData("r1-awq", WeightFormat.Int4Group, PrecisionKind.Int4)]
    [InlineData("r1-nvfp4", WeightFormat.Nvfp4, PrecisionKind.Nvfp4)]
    [InlineData("v3.1-nvfp4", WeightFormat.Nvfp4, PrecisionKind.Nvfp4)]
    [InlineData("v3.1", WeightFormat.Fp8Block, PrecisionKind.Fp8)]
    [InlineData("v4-flash", WeightFormat.Mxfp4, PrecisionKind.Fp8)]
    [InlineData("r1-distill-llama-8b", WeightFormat.Bf16, PrecisionKind.Bf16)]
    [InlineData("RedHatAI/DeepSeek-R1-Distill-Llama-8B-quantized.w8a8", WeightFormat.Int8Channel, PrecisionKind.Int8)]
    [InlineData("meituan/DeepSeek-R1-Block-INT8", WeightFormat.Fp8Block, PrecisionKind.Int8)]
    public void An_own_quantization_stands_before_that_of_the_base(string name, object experts, object precision)
    {
        var model = Models.Find(name);
        Assert.Equal((WeightFormat)experts, model?.Quantization.Experts);
        Assert.Equal((PrecisionKind)precision, model?.NativePrecision);
    }

    // vLLM's and SGLang's recipes of August 2026.
    [Theory]
    [InlineData("v3", "deepseek_v3 deepseek_v3 ", "deepseekv3 deepseek-v3 ")]
    [InlineData("r1-awq", "deepseek_v3 deepseek_r1 ", "deepseekv3 deepseek-r1 ")]
    [InlineData("v3.1", "deepseek_v31 deepseek_v3 ", "deepseekv31 deepseek-v3 ")]
    [InlineData("v3.2", "deepseek_v32 deepseek_v3 deepseek_v32", "deepseekv32 deepseek-v3 ")]
    [InlineData("v3.2-exp", "deepseek_v32 deepseek_v3 deepseek_v32", "deepseekv31 deepseek-v3 ")]
    [InlineData("v4-pro", "deepseek_v4 deepseek_v4 deepseek_v4", "deepseekv4 deepseek-v4 ")]
    [InlineData("v4.1-flash", "deepseek_v41 deepseek_v41 deepseek_v41", "deepseekv41 deepseek-v41 ")]
    [InlineData("r1-distill-qwen-7b", " deepseek_r1 ", " deepseek-r1 ")]
    [InlineData("v2", "  ", "  ")]
    public void Parsers_go_by_family_unless_the_entry_has_its_own(string name, string vllm, string sglang)
    {
        var parsers = Models.Find(name)?.Parsers;
        Assert.Equal(vllm, Words(parsers?.Vllm));
        Assert.Equal(sglang, Words(parsers?.Sglang));

        static string Words(EngineParsers? p) => $"{p?.ToolCall} {p?.Reasoning} {p?.TokenizerMode}";
    }

    [Fact]
    public void Licence_date_and_successor_are_stated_where_known()
    {
        var model = Models.Find("v4-flash-0731");
        Assert.Equal(("MIT", "2026-07-31", "deepseek-ai/DeepSeek-V4.1-Flash"), (model?.License, model?.ReleaseDate, model?.ReplacedBy));
        Assert.Equal("", Models.Find("RedHatAI/DeepSeek-R1-quantized.w4a16")?.License);
    }

    [GeneratedRegex("^20[0-9]{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$")]
    private static partial Regex Date();
}
