namespace ConfigKit.Tests.Targets;

/// <summary>The files of a configuration in a folder of their own, and programs of a made-up node.</summary>
internal sealed class Written : IDisposable
{
    private Written(string folder) => Folder = folder;

    public string Folder { get; }

    public static Written Example(string name) => Of(ExamplesTests.Compile(name));

    public static Written Of(Compilation compilation)
    {
        Assert.False(compilation.HasErrors, string.Join("\n", compilation.Diagnostics.Select(d => $"{d.Id}: {d.Message}")));
        var written = new Written(Directory.CreateTempSubdirectory("configkit-").FullName);
        foreach (var file in compilation.Files)
        {
            written.Put(file.Path, file.Content, file.IsExecutable);
        }

        return written;
    }

    public string this[string path] => Path.Combine(Folder, path);

    public string Put(string path, string text, bool isExecutable = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path]) ?? Folder);
        File.WriteAllText(this[path], text);
        if (isExecutable)
        {
            Programs.MakeExecutable(this[path]);
        }

        return this[path];
    }

    /// <summary>A program of the made-up node, found before the real ones.</summary>
    public void Program(string name, string body) => Put("bin/" + name, "#!/bin/bash\n" + body + "\n", isExecutable: true);

    /// <summary>Runs a script with the made-up node's programs first.</summary>
    public (int Exit, string Output) Run(string script, params IEnumerable<string> arguments) =>
        Programs.Run(
            "env",
            ["-C", Folder, $"PATH={this["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", "bash", this[script], .. arguments]
        );

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
