namespace ConfigKit.Text;

/// <summary>A source text with its name. The only place where an offset becomes a line and a column.</summary>
public sealed class SourceFile
{
    private readonly List<int> _lineStarts = [0];

    /// <summary>Makes a source file from its text.</summary>
    /// <param name="path">The name that diagnostics show; never opened by the compiler.</param>
    /// <param name="text">The whole text. A leading byte order mark is dropped.</param>
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text;
        for (var i = 0; i < Text.Length; i++)
        {
            // "\r\n" is one break, a lone "\r" is one too (YAML 1.2, 5.4).
            if (Text[i] == '\n' || (Text[i] == '\r' && (i + 1 == Text.Length || Text[i + 1] != '\n')))
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>The name that diagnostics show.</summary>
    public string Path { get; }

    /// <summary>The text, without byte order mark.</summary>
    public string Text { get; }

    /// <summary>The position of an offset in UTF-16 units; both numbers start at 1.</summary>
    public LinePosition PositionAt(int offset)
    {
        var clamped = Math.Clamp(offset, 0, Text.Length);
        var index = _lineStarts.BinarySearch(clamped);
        var line = index >= 0 ? index : ~index - 1;
        return new LinePosition(line + 1, clamped - _lineStarts[line] + 1);
    }

    /// <summary>The number of lines.</summary>
    public int LineCount => _lineStarts.Count;

    /// <summary>The text of a line (1-based), without its break.</summary>
    public string LineText(int line)
    {
        var start = _lineStarts[line - 1];
        var end = line < _lineStarts.Count ? _lineStarts[line] : Text.Length;
        return Text[start..end].TrimEnd('\r', '\n');
    }
}

/// <summary>A line and a column, both from 1; columns count UTF-16 units.</summary>
public readonly record struct LinePosition(int Line, int Column);

/// <summary>A half-open range of offsets in a source file.</summary>
public readonly record struct SourceSpan(int Start, int End)
{
    /// <summary>The length in UTF-16 units.</summary>
    public int Length => End - Start;
}
