using System.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>How systemd 252 takes a command line apart: quotes, C escapes, specifiers, then variables.</summary>
internal static class UnitLine
{
    public static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && i + 1 < line.Length)
            {
                var next = line[++i];
                isWord = true;
                word.Append(next == 'x' ? (char)Convert.ToInt32(line.Substring((i += 2) - 1, 2), 16) : next);
            }
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                (quote, isWord) = (quote == '\0' ? c : '\0', true);
            }
            else if (quote == '\0' && c == ' ')
            {
                Add();
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        Add();
        Assert.Equal('\0', quote);
        return [.. words.Select(w => Plain(Plain(w, '%'), '$'))];

        void Add()
        {
            if (isWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isWord = false;
        }
    }

    /// <summary>A doubled mark stands for itself; a single one would be replaced, which our files never ask for.</summary>
    private static string Plain(string word, char mark)
    {
        Assert.DoesNotContain(mark, word.Replace($"{mark}{mark}", "", StringComparison.Ordinal));
        return word.Replace($"{mark}{mark}", $"{mark}", StringComparison.Ordinal);
    }
}
