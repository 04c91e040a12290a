namespace ConfigKit.Text;

/// <summary>Finds the word that was probably meant.</summary>
internal static class NearestWord
{
    /// <summary>The nearest of <paramref name="candidates"/>, or null when none is near.</summary>
    public static string? Find(string word, IEnumerable<string> candidates) =>
        Rank(word, candidates).FirstOrDefault(c => c.Distance <= Math.Max(2, word.Length / 3)).Word;

    /// <summary>The candidates by distance, then by name.</summary>
    public static IEnumerable<(string Word, int Distance)> Rank(string word, IEnumerable<string> candidates) =>
        candidates
            .Distinct(StringComparer.Ordinal)
            .Select(c => (Word: c, Distance: Distance(word.ToLowerInvariant(), c.ToLowerInvariant())))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Word, StringComparer.Ordinal);

    /// <summary>Edits between two words, a swap of neighbours counting as one (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        // A word of thousands of characters is no misspelling of a short one; comparing it would only cost time.
        if (a.Length > 200 || b.Length > 200)
        {
            return Math.Max(a.Length, b.Length);
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
