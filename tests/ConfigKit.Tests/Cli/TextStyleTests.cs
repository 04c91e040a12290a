using ConfigKit.Cli.Output;

namespace ConfigKit.Tests.Cli;

public sealed class TextStyleTests
{
    [Theory]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("one two three", 12, "one two|three")]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 6, "one|two|three")]
    [InlineData("averylongword and", 4, "averylongword|and")]
    [InlineData("", 4, "")]
    public void Lines_break_between_words(string text, int columns, string lines) =>
        Assert.Equal(lines.Split('|'), TextStyle.Lines(text, columns));

    [Fact]
    public void Further_lines_begin_below_the_first_word()
    {
        using var output = new StringWriter { NewLine = "\n" };
        new TextStyle(UseColor: false, Width: 40).WriteWrapped(
            output,
            " = help: ",
            " = help: ",
            "set `serving.max_model_len: 32768`, which fits in memory"
        );
        Assert.Equal(" = help: set\n         `serving.max_model_len: 32768`,\n         which fits in memory\n", output.ToString());
    }

    [Fact]
    public void Output_to_a_file_or_program_is_not_wrapped()
    {
        using var output = new StringWriter { NewLine = "\n" };
        TextStyle.Plain.WriteWrapped(output, "note: ", "note: ", new string('a', 200) + " b");
        Assert.Equal($"note: {new string('a', 200)} b\n", output.ToString());
    }
}
