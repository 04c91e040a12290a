using ConfigKit.Changes;

namespace ConfigKit.Tests.Changes;

/// <summary>An edit changes the one value or adds the one line, and every other byte stays.</summary>
public sealed class YamlEditTests
{
    [Theory]
    [InlineData("a: 1\nb: 2 # two\n", "a", "5", "a: 5\nb: 2 # two\n")]
    [InlineData("s: {a: 1, b: 2}\n", "s.a", "5", "s: {a: 5, b: 2}\n")]
    [InlineData("s: [1, 2]\nt: 3\n", "s", "[4]", "s: [4]\nt: 3\n")]
    [InlineData("s:\n  a: 1\n  b: 2\n", "s.b", "5", "s:\n  a: 1\n  b: 5\n")]
    public void A_value_is_replaced(string text, string path, string value, string expected) => AssertEdited(expected, text, path, value);

    [Theory]
    [InlineData("a: 1\n", "b", "2", "a: 1\nb: 2\n")]
    [InlineData("a: 1", "b", "2", "a: 1\nb: 2\n")]
    [InlineData("a: 1\r\n", "b", "2", "a: 1\r\nb: 2\r\n")]
    [InlineData("s: {a: 1}\n", "s.b", "2", "s: {a: 1, b: 2}\n")]
    [InlineData("s:\n  a: 1\n", "s.b", "2", "s:\n  b: 2\n  a: 1\n")]
    [InlineData("s:\r\n  a: 1\r\n", "s.b", "2", "s:\r\n  b: 2\r\n  a: 1\r\n")]
    [InlineData("s:\n  t:\n    a: 1\nu: 3\n", "s.t.b", "2", "s:\n  t:\n    b: 2\n    a: 1\nu: 3\n")]
    public void A_key_is_added_beside_the_others_of_its_section(string text, string path, string value, string expected) =>
        AssertEdited(expected, text, path, value);

    [Theory]
    [InlineData("a: 1\n", "s.b", "2", "a: 1\ns: {b: 2}\n")]
    [InlineData("a: 1\n", "s.t.b", "2", "a: 1\ns: {t: {b: 2}}\n")]
    [InlineData("s: {a: 1}\n", "s.t.b", "2", "s: {a: 1, t: {b: 2}}\n")]
    public void Sections_that_are_missing_are_added_with_it(string text, string path, string value, string expected) =>
        AssertEdited(expected, text, path, value);

    /// <summary>Where more than one value or line would change.</summary>
    [Theory]
    [InlineData("s:\n", "s")] // a key without a value
    [InlineData("s:\n", "s.a")]
    [InlineData("s: {}\n", "s.a")]
    [InlineData("s: 1\n", "s.a")]
    [InlineData("x: &x {a: 1}\ns: *x\n", "s.a")] // others use it too
    [InlineData("x: &x 1\ns: *x\n", "s")]
    [InlineData("s:\n  - 1\n", "s")]
    [InlineData("- a\n", "a")]
    [InlineData("a: [\n", "a")]
    public void What_takes_more_is_not_edited(string text, string path) =>
        Assert.Null(YamlEdit.Apply("f.yaml", text, [new YamlEdit(path, "2")]));

    [Fact]
    public void Edits_build_on_each_other() =>
        Assert.Equal("a: 1\ns: {b: 2, c: true}\n", YamlEdit.Apply("f.yaml", "a: 1\n", [YamlEdit.Set("s.b", 2), YamlEdit.Set("s.c", true)]));

    private static void AssertEdited(string expected, string text, string path, string value) =>
        Assert.Equal(expected, YamlEdit.Apply("f.yaml", text, [new YamlEdit(path, value)]));
}
