using ConfigKit.Cli.Output;

namespace ConfigKit.Tests;

/// <summary>Files that the code writes and the repository keeps.</summary>
internal static partial class Repository
{
    private const int LongestDiff = 60;

    private static bool Accepts => Environment.GetEnvironmentVariable("CONFIGKIT_ACCEPT") == "1";

    /// <summary>Whether a file holds what the code says; with CONFIGKIT_ACCEPT=1 it is written instead.</summary>
    public static void AssertCurrent(string relative, string expected)
    {
        var path = Path.Combine(Root, relative);
        if (Accepts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Root);
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"{relative} is missing; CONFIGKIT_ACCEPT=1 dotnet test writes it");
        var current = File.ReadAllText(path);
        if (current != expected)
        {
            Assert.Fail(
                $"{relative} is not what the code says; read the difference, then CONFIGKIT_ACCEPT=1 dotnet test takes it:\n{Shortened(UnifiedDiff.Of(relative, current, expected))}"
            );
        }
    }

    /// <summary>The first lines: a test's output is no place for a whole manifest.</summary>
    private static string Shortened(string diff)
    {
        var lines = diff.Split('\n');
        return lines.Length <= LongestDiff
            ? diff
            : string.Join('\n', lines.Take(LongestDiff)) + $"\n... and {lines.Length - LongestDiff} more lines";
    }
}
