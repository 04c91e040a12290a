using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Rules;
using ConfigKit.Text;

namespace ConfigKit.Tests.Search;

public sealed class RepairTests
{
    public static TheoryData<string> Mendable =>
        [.. RuleList.Descriptors.Where(d => d.Bad.Length > 0 && d.Severity == Severity.Error && d.IsFixable).Select(d => d.Id)];

    /// <summary>Each error that settings can fix; a rate beyond the roofline no setting can mend.</summary>
    [Theory]
    [MemberData(nameof(Mendable))]
    public void The_bad_example_of_every_such_rule_is_mended(string id)
    {
        var bad = Validate(RuleList.Descriptors.Single(d => d.Id == id).Bad);
        var fix = bad.Diagnostics.Single(d => d.Id == id).Fix;
        if (id == "CK5010")
        {
            Assert.Null(fix);
            return;
        }

        Assert.NotNull(fix);
        Assert.Empty(Validate(fix.Text).Diagnostics);
    }

    /// <summary>The fix found for each bad example is as safe as its descriptor says; warnings get none.</summary>
    [Fact]
    public void Fixes_are_as_safe_as_descriptors_say()
    {
        var wrong = RuleList
            .Descriptors.Where(d => d.Bad.Length > 0)
            .Where(d => !Allows(d.FixSafety, Validate(d.Bad).Diagnostics.First(x => x.Id == d.Id).Fix))
            .Select(d => $"{d.Id} {d.FixSafety}");
        Assert.Equal(["CK5010 Varies"], wrong);
    }

    private static bool Allows(FixSafety safety, Fix? fix) =>
        safety switch
        {
            FixSafety.NotFixable => fix is null,
            FixSafety.Safe => fix is { IsSafe: true },
            FixSafety.Unsafe => fix is { IsSafe: false },
            FixSafety.Varies => fix is not null,
        };

    /// <summary>Bad files whose fix is of the other safety than that of the example: why the descriptor says that it varies.</summary>
    [Theory]
    [InlineData(
        "CK3001",
        "CK3001",
        "DeepSeek-R1\nhardware:\n  gpu: h100-sxm\n  gpus_per_node: 8\nparallelism: {tensor: 8}",
        "DeepSeek-R1-Distill-Llama-70B\nhardware:\n  gpu: h100-sxm\n  gpus_per_node: 8\nparallelism: {tensor: 1, data: 8}",
        true
    )]
    [InlineData("CK4006", "CK3001", "DeepSeek-R1\n", "DeepSeek-R1-Distill-Llama-70B\n", false)]
    [InlineData(
        "CK4008",
        "CK4008",
        "DeepSeek-R1\nhardware:\n  gpu: h200-sxm",
        "DeepSeek-R1-Distill-Llama-70B\nhardware:\n  gpu: a10",
        false
    )]
    [InlineData("CK5005", "CK5005", "tensor: 8, pipeline: 2", "tensor: 16", false)]
    public void A_fix_that_varies(string id, string example, string from, string to, bool isSafe)
    {
        var text = RuleList.Descriptors.Single(d => d.Id == example).Bad.Replace(from, to, StringComparison.Ordinal);
        text = id == "CK4006" ? text.Replace("gpus_per_node: 8", "gpus_per_node: 1", StringComparison.Ordinal) : text;
        var fix = Validate(text).Diagnostics.Single(d => d.Id == id).Fix;
        Assert.NotNull(fix);
        Assert.Equal(isSafe, fix.IsSafe);
        Assert.Equal(FixSafety.Varies, RuleList.Descriptors.Single(d => d.Id == id).FixSafety);
    }

    [Fact]
    public void A_fix_that_is_offered_removes_its_diagnostic_and_adds_none()
    {
        foreach (var tensor in new[] { 1, 3, 8, 16, 32 })
        {
            foreach (var gpu in new[] { "h100-sxm", "a100", "l40s", "b200" })
            {
                foreach (var model in new[] { "R1", "R1-Distill-Llama-70B", "V4-Flash" })
                {
                    var bad = Validate(
                        $"model: {{name: {model}}}\nhardware: {{gpu: {gpu}, gpus_per_node: 8}}\nparallelism: {{tensor: {tensor}}}\nserving: {{engine: vllm, engine_version: \"0.25.0\", max_model_len: 500000, max_num_seqs: 512, max_num_batched_tokens: 256}}\n"
                    );
                    if (bad.Diagnostics.Select(d => d.Fix).FirstOrDefault(f => f is not null) is { } fix)
                    {
                        var mended = Validate(fix.Text);
                        Assert.False(mended.HasErrors);
                        Assert.Subset(bad.Diagnostics.Select(d => d.Id).ToHashSet(), mended.Diagnostics.Select(d => d.Id).ToHashSet());
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("a: 1 # why\nb: {c: 2,  d: x} # kept\n", "b.c", "9", "a: 1 # why\nb: {c: 9,  d: x} # kept\n")]
    [InlineData("a: 1 # why\nb: {c: 2,  d: x} # kept\n", "b.e", "9", "a: 1 # why\nb: {c: 2,  d: x, e: 9} # kept\n")]
    [InlineData("a:\n    # first\n    b: 1\n    c: 2\n# last\n", "a.d", "9", "a:\n    # first\n    d: 9\n    b: 1\n    c: 2\n# last\n")]
    [InlineData("a: 'x'\r\n", "b.c", "9", "a: 'x'\r\nb: {c: 9}\r\n")]
    [InlineData("a: 'x'", "a", "9", "a: 9")]
    [InlineData("a: [1, 2] # two\n", "a", "[3]", "a: [3] # two\n")]
    public void An_edit_keeps_every_other_byte(string text, string path, string value, string expected) =>
        Assert.Equal(expected, YamlEdit.Apply("f.yaml", text, [new YamlEdit(path, value)]));

    [Theory]
    [InlineData("x: &x {c: 1}\na: *x\n", "a.c")]
    [InlineData("a:\n  - 1\n", "a")]
    [InlineData("a: 1\n", "a.b")]
    public void What_would_touch_more_is_not_edited(string text, string path) =>
        Assert.Null(YamlEdit.Apply("f.yaml", text, [new YamlEdit(path, "9")]));

    private static Compilation Validate(string text) =>
        ConfigCompiler.Validate(new SourceFile("deepseek-config.yaml", text), CompilerOptions.Default);
}
