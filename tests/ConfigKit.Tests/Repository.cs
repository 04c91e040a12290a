namespace ConfigKit.Tests;

/// <summary>The files of the repository that tests read and keep current.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

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

        Assert.True(File.Exists(path), $"{relative} is missing; run the tests with CONFIGKIT_ACCEPT=1");
        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ConfigKit.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
