namespace ConfigKit.Tests;

/// <summary>
/// Tables and schemas that others made, by which a few tests judge. They are no part of this repository: the variable
/// CONFIGKIT_FACTS names their folder, and without it nothing outside the checkout is read.
/// </summary>
internal static class Facts
{
    private const string Variable = "CONFIGKIT_FACTS";

    /// <summary>A file or folder of the facts; null where there is none.</summary>
    public static string? Find(string relative)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
        {
            return null;
        }

        var path = Path.Combine(folder, relative);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    /// <summary>Why a test can't run here, or null.</summary>
    public static string? Missing(string relative) =>
        Find(relative) is null ? $"{Variable} names no folder with {relative}, so nothing was held against it" : null;
}

/// <summary>A test that needs facts; without them it counts as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactsFactAttribute : FactAttribute
{
    public FactsFactAttribute(string relative) => Skip = Facts.Missing(relative);
}
