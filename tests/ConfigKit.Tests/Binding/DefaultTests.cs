using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Text;

namespace ConfigKit.Tests.Binding;

/// <summary>The words of a default are its value as the file writes it.</summary>
public sealed class DefaultTests
{
    private enum Animal
    {
        Cat,
        Dog,
    }

    private static readonly ImmutableArray<Choice<Animal>> Animals = [new("tabby", Animal.Cat, ""), new("hound", Animal.Dog, "")];

    [Fact]
    public void Numbers_are_written_plainly()
    {
        Assert.Equal("1048576", Words(s => s.Integer("k", "", 0, 9, new Default<int>(1_048_576))));
        Assert.Equal("0.05", Words(s => s.Number("k", "", 0, 9, new Default<double>(0.05))));
        Assert.Equal("1", Words(s => s.Number("k", "", 0, 9, new Default<double>(1))));
    }

    [Fact]
    public void Words_that_stand_for_a_number_are_written_in_its_place()
    {
        Assert.Equal("auto", Words(s => s.Integer("k", "", 0, 9, new Default<int>(-1), words: ("auto", -1))));
        Assert.Equal("unlimited", Words(s => s.Size("k", "", new Default<long>(long.MaxValue), words: ("unlimited", long.MaxValue))));
    }

    [Fact]
    public void Quantities_are_written_with_the_unit_that_leaves_the_smallest_whole_number()
    {
        Assert.Equal("16GiB", Words(s => s.Size("k", "", new Default<long>(16 * Quantity.GiB))));
        Assert.Equal("4GB", Words(s => s.Size("k", "", new Default<long>(4_000_000_000))));
        Assert.Equal("2GB/s", Words(s => s.Rate("k", "", new Default<long>(2_000_000_000))));
        Assert.Equal("30m", Words(s => s.Duration("k", "", new Default<TimeSpan>(TimeSpan.FromMinutes(30)))));
        Assert.Equal("184d", Words(s => s.Duration("k", "", new Default<TimeSpan>(TimeSpan.FromDays(184)))));
        Assert.Equal("200ms", Words(s => s.Duration("k", "", new Default<TimeSpan>(TimeSpan.FromMilliseconds(200)))));
        Assert.Equal("0", Words(s => s.Duration("k", "", new Default<TimeSpan>(TimeSpan.Zero))));
    }

    /// <summary>Whatever is written is read back as the same value.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1_500)]
    [InlineData(125)]
    [InlineData(1_536)]
    [InlineData(999_999_999)]
    [InlineData(80 * Quantity.GiB)]
    public void Quantities_are_read_back(long value)
    {
        Assert.True(Quantity.TryParseSize(Quantity.WriteSize(value), out var size));
        Assert.Equal(value, size);
        Assert.True(Quantity.TryParseRate(Quantity.WriteRate(value), out var rate));
        Assert.Equal(value, rate);
        Assert.True(Quantity.TryParseDuration(Quantity.WriteDuration(TimeSpan.FromMilliseconds(value)), out var time));
        Assert.Equal(TimeSpan.FromMilliseconds(value), time);
    }

    [Fact]
    public void Choices_booleans_texts_and_lists_are_written_as_in_the_file()
    {
        Assert.Equal("hound", Words(s => s.Choice("k", "", Animals, new Default<Animal>(Animal.Dog))));
        Assert.Equal("false", Words(s => s.Boolean("k", "", new Default<bool>(false))));
        Assert.Equal("a b", Words(s => s.Text("k", "", new Default<string>("a b"))));
        Assert.Equal("[10, 50]", Words(s => s.Integers("k", "", 0, 99, new Default<ImmutableArray<int>>([10, 50]))));
        Assert.Equal("[a, b]", Words(s => s.Texts("k", "", new Default<ImmutableArray<string>>(["a", "b"]))));
        Assert.Equal(
            "[tabby, hound]",
            Words(s => s.Choices("k", "", Animals, new Default<ImmutableArray<Animal>>([Animal.Cat, Animal.Dog])))
        );
    }

    [Fact]
    public void A_rule_names_the_value_where_it_stands()
    {
        var key = Key(s => s.Integer("k", "", 0, 9, new Default<int>(2, "other.key, else {0}")));

        Assert.Equal("other.key, else 2", key.Default);
        Assert.Equal(DefaultKind.Rule, key.DefaultKind);
        Assert.Equal(2, key.DefaultValue);
    }

    [Fact]
    public void Rules_are_words_alone()
    {
        var rule = Key(s => s.Duration("k", "", Default.Rule("as long as it takes")));
        var engine = Key(s => s.Integer("k", "", 0, 9, Default.ByEngine("the engine's")));
        var none = Key(s => s.Text("k", ""));

        Assert.Equal(("as long as it takes", DefaultKind.Rule, null), (rule.Default, rule.DefaultKind, rule.DefaultValue));
        Assert.Equal(("the engine's", DefaultKind.ByEngine, null), (engine.Default, engine.DefaultKind, engine.DefaultValue));
        Assert.Equal(("", DefaultKind.None, null), (none.Default, none.DefaultKind, none.DefaultValue));
    }

    private static string Words<T>(Func<SectionReader, T> declare) => Key(declare).Default;

    private static KeyInfo Key<T>(Func<SectionReader, T> declare) => Assert.Single(SectionReader.Describe(declare));
}
