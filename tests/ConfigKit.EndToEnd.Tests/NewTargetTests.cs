using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ConfigKit.EndToEnd.Tests;

/// <summary>
/// Adding a target takes a folder, a template and a line in the list: with them every command knows it, without one of
/// its members nothing builds. Tried on a copy of the sources, without the network.
/// </summary>
public sealed class NewTargetTests : IDisposable
{
    private const string TargetFile = "src/ConfigKit.Compiler/Targets/Nomad/NomadTarget.cs";
    private const string ListFile = "src/ConfigKit.Compiler/Targets/TargetList.cs";

    private const string Target = """
        using ConfigKit.Model;
        using ConfigKit.Rendering;
        using Scriban.Runtime;

        namespace ConfigKit.Targets.Nomad;

        /// <summary>A job of HashiCorp Nomad.</summary>
        internal sealed class NomadTarget : Target<DeploymentPlan>
        {
            public override string Name => "nomad";

            public override string Description => "a job for HashiCorp Nomad";

            public override bool IsDefault => false;

            public override bool IsAskedFor(DeepSeekConfig config) => false;

            public override DeploymentPlan Plan(TargetPlans plans) => plans.Deployment;

            protected override IEnumerable<GeneratedFile> Files(DeploymentPlan plan, TargetRenderer renderer) =>
                [renderer.File("nomad/job.hcl", new NomadPage { Datacenter = "dc1" })];
        }

        /// <summary>The job as its template sees it.</summary>
        internal sealed record NomadPage : View
        {
            public required string Datacenter { get; init; }

            public override ScriptObject ToScript() => new() { ["datacenter"] = Datacenter };
        }

        """;

    private const string Template = """
        job "{{ name }}" {
          datacenters = ["{{ datacenter }}"]
          # {{ image }}
        }

        """;

    private const string Config = """
        model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}
        hardware: {gpu: h100-sxm, gpus_per_node: 1}
        targets: [nomad]

        """;

    private readonly string _root = Directory.CreateTempSubdirectory("configkit-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_fourteenth_target_is_a_folder_a_template_and_a_line()
    {
        CopySources();
        Write(TargetFile, Target);
        Write("templates/nomad/job.hcl.sbn", Template);
        Write("deepseek-config.yaml", Config);
        var list = File.ReadAllText(PathOf(ListFile));
        Write(
            ListFile,
            list.Replace(
                "        new HelmTarget(),\n",
                "        new HelmTarget(),\n        new Nomad.NomadTarget(),\n",
                StringComparison.Ordinal
            )
        );

        var build = Build("src/ConfigKit.Cli");

        Assert.True(build.Exit == 0, build.Output);
        Assert.Equal(0, Tool("validate", "deepseek-config.yaml").Exit);
        var compile = Tool("compile", "deepseek-config.yaml", "-o", "out", "--target", "nomad");
        Assert.True(compile.Exit == 0, compile.Output);
        Assert.StartsWith(
            "job \"deepseek-r1-distill-qwen-7b\" {\n  datacenters = [\"dc1\"]\n",
            File.ReadAllText(PathOf("out/nomad/job.hcl")),
            StringComparison.Ordinal
        );
        Assert.Contains("a job for HashiCorp Nomad", Tool("explain", "targets").Output, StringComparison.Ordinal);

        string[] members = ["Name", "Description", "IsDefault", "IsAskedFor", "Plan", "Files"];
        Write(TargetFile, members.Aggregate(Target, Without));
        var broken = Build("src/ConfigKit.Compiler");
        Assert.NotEqual(0, broken.Exit);
        Assert.All(members, m => Assert.Matches($@"error CS0534: 'NomadTarget' [^\n]*\.{m}\b", broken.Output));

        Write(TargetFile, Target.Replace("{ Datacenter = \"dc1\" }", "()", StringComparison.Ordinal));
        Assert.Matches("error CS9035: [^\n]*NomadPage.Datacenter", Build("src/ConfigKit.Compiler").Output);
    }

    private static string Without(string target, string member) =>
        Regex.Replace(target, $@"    (public|protected) override [^\n]* {member}\b[^;]*;\n", "", RegexOptions.Singleline);

    private void CopySources()
    {
        string[] folders = ["src/ConfigKit.Compiler", "src/ConfigKit.Cli", "templates", "catalog", "schemas"];
        var files = folders
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*", SearchOption.AllDirectories))
            .Where(f => !Path.GetRelativePath(Repository.Root, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Concat(Directory.EnumerateFiles(Repository.Root));
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Path.GetRelativePath(Repository.Root, file))) ?? _root);
            File.Copy(file, PathOf(Path.GetRelativePath(Repository.Root, file)));
        }
    }

    private string PathOf(string name) => Path.Combine(_root, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name)) ?? _root);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>Analyzers are left out: whether it compiles is asked, not how it is written.</summary>
    private (int Exit, string Output) Build(string project) =>
        Run("dotnet", "build", project, "--nologo", "-v", "q", "-p:EnforceCodeStyleInBuild=false", "-p:RunAnalyzers=false");

    private (int Exit, string Output) Tool(params string[] arguments) =>
        Run("dotnet", ["exec", PathOf("src/ConfigKit.Cli/bin/Debug/net10.0/dotnet-deepseek-config.dll"), .. arguments]);

    private (int Exit, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(inherited); // of the build that runs these tests
        }

        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
