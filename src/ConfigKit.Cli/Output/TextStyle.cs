namespace ConfigKit.Cli.Output;

/// <summary>How text for people is laid out.</summary>
/// <param name="UseColor">Whether escape sequences colour it.</param>
/// <param name="Width">Columns of the terminal; <see cref="Unlimited"/> where output goes to a file or program.</param>
internal readonly record struct TextStyle(bool UseColor, int Width = TextStyle.Unlimited)
{
    public const int Unlimited = int.MaxValue;
    private const int Narrowest = 40;

    public static TextStyle Plain => new(UseColor: false);

    public string Bold(string text) => Escaped("1", text);

    public string Blue(string text) => Escaped("1;34", text);

    public string Escaped(string code, string text) => UseColor ? $"\u001b[{code}m{text}\u001b[0m" : text;

    /// <summary>Writes words after a lead, broken at the width; further lines begin below the first word.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="lead">What stands before the first word, without escapes.</param>
    /// <param name="styledLead">The same as it is written.</param>
    /// <param name="text">The words.</param>
    /// <param name="style">Applied to each line of words.</param>
    public void WriteWrapped(TextWriter output, string lead, string styledLead, string text, Func<string, string>? style = null)
    {
        var room = Math.Max(Narrowest, Width) - lead.Length;
        var first = true;
        foreach (var line in Lines(text, Math.Max(Narrowest / 2, room)))
        {
            output.WriteLine((first ? styledLead : new string(' ', lead.Length)) + (style is null ? line : style(line)));
            first = false;
        }
    }

    /// <summary>The text in lines of at most so many columns, broken between words but not inside `code`; what can't be broken is longer.</summary>
    internal static IEnumerable<string> Lines(string text, int columns)
    {
        while (text.Length > columns)
        {
            var end = Breaks(text).TakeWhile(b => b <= columns).LastOrDefault(-1);
            end = end > 0 ? end : Breaks(text).FirstOrDefault(-1);
            if (end < 0)
            {
                break;
            }

            yield return text[..end];
            text = text[(end + 1)..];
        }

        yield return text;
    }

    /// <summary>The spaces outside backticks.</summary>
    private static IEnumerable<int> Breaks(string text)
    {
        var isCode = false;
        for (var i = 0; i < text.Length; i++)
        {
            isCode ^= text[i] == '`';
            if (text[i] == ' ' && !isCode)
            {
                yield return i;
            }
        }
    }
}
