using ConfigKit.Text;

namespace ConfigKit.Syntax;

/// <summary>Finds tab characters among the leading white space of lines.</summary>
internal static class TabIndentation
{
    public static bool TryFind(string text, out List<SourceSpan> tabs)
    {
        tabs = [];
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && text[i] is ' ' or '\t')
            {
                i++;
            }

            var tab = text.AsSpan(start, i - start).IndexOf('\t');
            if (tab >= 0 && i < text.Length && text[i] is not ('\n' or '\r' or '#'))
            {
                tabs.Add(new SourceSpan(start + tab, start + tab + 1));
            }

            var end = text.IndexOf('\n', Math.Min(i, text.Length - 1));
            i = end < 0 ? text.Length : end;
        }

        return tabs.Count > 0;
    }
}
