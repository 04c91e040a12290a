using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>The name of the deployment and of its objects: a DNS label of at most 52 characters.</summary>
internal static class ObjectName
{
    private const int Longest = 52;

    public static Setting<string> Resolve(Decisions decided, string? stated, string servedName) =>
        decided.Of("kubernetes.name", stated, Label(servedName), "the served name as a DNS label");

    /// <summary>What comes after the organisation, in lower case, other characters turned to hyphens.</summary>
    private static string Label(string servedName)
    {
        var bare = servedName[(servedName.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var label = new string([.. bare.Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')]).Trim('-');
        label = label.Length == 0 || !char.IsAsciiLetterLower(label[0]) ? "model-" + label : label;
        return label[..Math.Min(label.Length, Longest)].TrimEnd('-');
    }
}
