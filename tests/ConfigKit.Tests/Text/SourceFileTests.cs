using ConfigKit.Text;

namespace ConfigKit.Tests.Text;

public sealed class SourceFileTests
{
    [Theory]
    [InlineData("ab\ncd", 3, 2, 1)]
    [InlineData("ab\r\ncd", 4, 2, 1)]
    [InlineData("ab\rcd", 3, 2, 1)]
    [InlineData("ab", 2, 1, 3)]
    [InlineData("", 0, 1, 1)]
    [InlineData("\uFEFFab", 0, 1, 1)]
    public void PositionCountsFromOne(string text, int offset, int line, int column) =>
        Assert.Equal(new LinePosition(line, column), new SourceFile("f", text).PositionAt(offset));

    [Fact]
    public void LineTextLeavesTheBreakOut()
    {
        var file = new SourceFile("f", "a\r\nb\n");
        Assert.Equal("a", file.LineText(1));
        Assert.Equal("b", file.LineText(2));
        Assert.Equal("", file.LineText(3));
    }
}
