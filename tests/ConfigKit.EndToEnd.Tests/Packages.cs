using System.Diagnostics;

namespace ConfigKit.EndToEnd.Tests;

/// <summary>The packages, packed once, and projects that use them with a package cache of their own.</summary>
public sealed class Packages : IDisposable
{
    public const string Collection = "packages";

    /// <summary>A blank and a letter beyond ASCII, because users have them in their paths.</summary>
    private readonly string _root = Directory
        .CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("configkit-").FullName, "Müller und Co"))
        .FullName;

    public Packages()
    {
        // From a copy, because packing restores and builds: the repository's own obj folders may be in use.
        var source = Path.Combine(_root, "source");
        CopySources(source);
        foreach (var project in new[] { "ConfigKit.Runtime", "ConfigKit.Templates" })
        {
            Succeeds(
                Run(
                    source,
                    [("NUGET_PACKAGES", GlobalFolder)],
                    "dotnet",
                    "pack",
                    $"src/{project}",
                    "-p:ReleasePack=true",
                    "-o",
                    Feed,
                    "--nologo",
                    "-v",
                    "q"
                )
            );
        }

        Succeeds(Run(source, [("NUGET_PACKAGES", GlobalFolder)], "dotnet", "pack", "src/ConfigKit.Cli", "-o", Feed, "--nologo", "-v", "q"));
        File.WriteAllText(
            Path.Combine(_root, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="configkit" value="{Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="restored" value="{GlobalFolder}" />
              </fallbackPackageFolders>
            </configuration>
            """
        );
    }

    public string Feed => Path.Combine(_root, "feed");

    /// <summary>Where other packages lie already, so that nothing but ours is fetched anew.</summary>
    public static string GlobalFolder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_root) ?? _root, recursive: true);

    /// <summary>The repository's sources in another folder, where tests may change them.</summary>
    public static void CopySources(string target)
    {
        string[] folders = ["src", "templates", "catalog", "schemas", "docs"];
        var files = folders
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*", SearchOption.AllDirectories))
            .Where(f => !Path.GetRelativePath(Repository.Root, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Concat(Directory.EnumerateFiles(Repository.Root));
        foreach (var file in files)
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? target);
            File.Copy(file, copy);
        }
    }

    /// <summary>A new folder with these files.</summary>
    public Workspace Create(params (string Name, string Text)[] files)
    {
        var workspace = new Workspace(Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N")[..8])).FullName, this);
        foreach (var (name, text) in files)
        {
            workspace.Write(name, text);
        }

        return workspace;
    }

    public (int Exit, string Output) Run(string folder, string program, params string[] arguments) => Run(folder, [], program, arguments);

    public (int Exit, string Output) Run(
        string folder,
        (string Name, string? Value)[] environment,
        string program,
        params string[] arguments
    )
    {
        using var process = Start(folder, environment, program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    public Process Start(string folder, (string Name, string? Value)[] environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var inherited in start
                .Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || k == "CI")
                .ToList()
        )
        {
            start.Environment.Remove(inherited); // of the build that runs these tests
        }

        (string, string?)[] always =
        [
            ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            ("DOTNET_NOLOGO", "1"),
            ("MSBUILDDISABLENODEREUSE", "1"),
            ("DOTNET_CLI_HOME", Path.Combine(_root, "home")),
        ];
        foreach (
            var (name, value) in always
                .Concat(folder.StartsWith(_root, StringComparison.Ordinal) ? [("NUGET_PACKAGES", Path.Combine(_root, "packages"))] : [])
                .Concat(environment)
        )
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException(program);
    }

    public static void Succeeds((int Exit, string Output) run) => Assert.True(run.Exit == 0, run.Output);
}

[CollectionDefinition(Packages.Collection)]
public sealed class PackagesCollection : ICollectionFixture<Packages>;
