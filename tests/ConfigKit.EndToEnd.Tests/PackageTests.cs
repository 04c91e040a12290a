using System.IO.Compression;

namespace ConfigKit.EndToEnd.Tests;

/// <summary>What lies in the packages.</summary>
[Collection(Packages.Collection)]
public sealed class PackageTests(Packages packages)
{
    [Fact]
    public void The_generator_lies_alone()
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, "ConfigKit.0.1.0.nupkg"));
        var names = package.Entries.Select(e => e.FullName).ToList();

        Assert.Equal(
            ["analyzers/dotnet/cs/ConfigKit.Generator.dll"],
            names.Where(n => n.StartsWith("analyzers/", StringComparison.Ordinal))
        );
        Assert.Equal(["tasks/netstandard2.0/ConfigKit.MSBuild.dll"], names.Where(n => n.StartsWith("tasks/", StringComparison.Ordinal)));
        Assert.Equal(["buildTransitive/ConfigKit.props"], names.Where(n => n.StartsWith("buildTransitive/", StringComparison.Ordinal)));
        Assert.Contains("lib/netstandard2.0/ConfigKit.Runtime.dll", names);
        Assert.Contains("lib/net10.0/ConfigKit.Runtime.dll", names);
        Assert.Contains("schemas/deepseek-config.schema.json", names);
        Assert.DoesNotContain(names, n => n.EndsWith(".pdb", StringComparison.Ordinal) || n.EndsWith(".dbg", StringComparison.Ordinal));
    }

    [Fact]
    public void Three_packages_are_released() =>
        Assert.Equal(
            ["ConfigKit.0.1.0.nupkg", "ConfigKit.Templates.0.1.0.nupkg", "ConfigKit.Tool.0.1.0.nupkg"],
            Directory.EnumerateFiles(packages.Feed, "*.nupkg").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
        );
}
