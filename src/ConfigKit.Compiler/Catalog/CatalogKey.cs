namespace ConfigKit.Catalog;

/// <summary>How names of the catalogue match.</summary>
internal enum NameKey
{
    /// <summary>As they are written.</summary>
    Exact,

    /// <summary>Checkpoints: without organisation and case.</summary>
    Model,

    /// <summary>GPUs and fabrics: without case, punctuation and NVIDIA's name.</summary>
    Hardware,

    /// <summary>Command line flags: with hyphens for underscores.</summary>
    Flag,
}

/// <summary>What names for one thing have in common. The build computes it for the names of the catalogue, a run for a user's.</summary>
internal static class CatalogKey
{
    /// <summary>Stands before the keys of product labels, which several entries may share.</summary>
    public const string LabelMark = "label:";

    /// <summary>Organisations whose names may be left out.</summary>
    private static readonly string[] Organisations =
    [
        "deepseek-ai/",
        "nvidia/",
        "redhatai/",
        "neuralmagic/", // RedHatAI's name of old
        "cognitivecomputations/",
        "meituan/",
    ];

    public static string Of(NameKey key, string name) =>
        key switch
        {
            NameKey.Exact => name,
            NameKey.Model => Model(name),
            NameKey.Hardware => Hardware(name),
            NameKey.Flag => Flag(name),
        };

    public static string Model(string name)
    {
        var lower = name.ToLowerInvariant();
        var organisation = Organisations.FirstOrDefault(o => lower.StartsWith(o, StringComparison.Ordinal)) ?? "";
        var bare = lower.Substring(organisation.Length);
        return bare.StartsWith("deepseek-", StringComparison.Ordinal) ? bare.Substring("deepseek-".Length) : bare;
    }

    public static string Hardware(string name) => new([.. name.ToLowerInvariant().Replace("nvidia", "").Where(char.IsLetterOrDigit)]);

    /// <summary>argparse takes underscores for hyphens in long flags of vLLM; the others do not differ by it alone.</summary>
    public static string Flag(string name) => name.StartsWith("--", StringComparison.Ordinal) ? name.Replace('_', '-') : name;
}
