using System.Text;
using ConfigKit.Cli.Output;

namespace ConfigKit.Cli;

/// <summary>Where a command reads and writes; tests give their own.</summary>
/// <param name="UseColor">Whether <paramref name="Out"/> is a terminal that takes colour.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool UseColor)
{
    /// <summary>Columns; unlimited where output goes to a file or program.</summary>
    public int Width { get; init; } = TextStyle.Unlimited;

    public TextStyle Style => new(UseColor, Width);

    public static Terminal FromConsole()
    {
        var useColor = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(
            new StreamReader(Console.OpenStandardInput(), utf8),
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = false, NewLine = "\n" },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" },
            useColor
        )
        {
            Width = Console.IsOutputRedirected ? TextStyle.Unlimited : Console.WindowWidth,
        };
    }
}
