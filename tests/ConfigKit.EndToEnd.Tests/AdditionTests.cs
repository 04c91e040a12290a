namespace ConfigKit.EndToEnd.Tests;

/// <summary>
/// What is added in a copy of the sources: a file of its own and a line in its list are all that it takes, and what the
/// file forgets does not compile.
/// </summary>
[Collection(Packages.Collection)]
public sealed class AdditionTests(Packages packages)
{
    private const string Compiler = "src/ConfigKit.Compiler";

    /// <summary>Analyzers judge style alone, and take longer than compiling.</summary>
    private static readonly string[] Quick = ["--nologo", "-v", "q", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"];

    [Fact]
    public void A_new_engine_is_one_file_one_line_and_its_data()
    {
        var copy = Copy();
        copy.Write("catalog/engines/nova.json", NewEngine.Catalogue);
        Insert(copy, $"{Compiler}/Engines/EngineList.cs", "new TensorRtLlm()", "new TensorRtLlm(), new Nova()");

        copy.Write(NewEngine.File, NewEngine.Without("HealthPath"));
        var forgotten = Build(copy, Compiler);
        Assert.NotEqual(0, forgotten.Exit);
        Assert.Matches("CS0534.*Nova.*Engine.HealthPath", forgotten.Output);

        copy.Write(NewEngine.File, NewEngine.Text);
        Packages.Succeeds(Build(copy, "src/ConfigKit.Cli"));
        copy.Write("deepseek-config.yaml", NewEngine.Config);
        Assert.Contains("fits", Tool(copy, "validate", "deepseek-config.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            "9000  (Nova default)",
            Tool(copy, "validate", "deepseek-config.yaml", "--show-defaults"),
            StringComparison.Ordinal
        );
        Assert.Contains("`nova`: Nova, an engine", Tool(copy, "explain", "serving.engine"), StringComparison.Ordinal);
        Assert.Contains("Nova 9000", Tool(copy, "explain", "serving.port"), StringComparison.Ordinal);
        Assert.Contains("\"nova\"", Tool(copy, "schema"), StringComparison.Ordinal);

        Tool(copy, "compile", "deepseek-config.yaml", "-o", "out");
        var image = copy.Read("out/docker/Dockerfile");
        Assert.Contains("FROM example.com/nova:2.1.0", image, StringComparison.Ordinal);
        Assert.Contains("\"nova-serve\", \"deepseek-ai/DeepSeek-R1-Distill-Qwen-7B\"", image, StringComparison.Ordinal);
        Assert.Contains("\"--length\", \"8192\"", image, StringComparison.Ordinal);
        Assert.Contains("/alive", image, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_target_is_a_folder_a_template_and_a_line()
    {
        var copy = Copy();
        copy.Write(NewTarget.TemplateFile, NewTarget.Template);
        Insert(copy, $"{Compiler}/Targets/TargetList.cs", "new HelmTarget(),", "new HelmTarget(), new Nomad.NomadTarget(),");

        copy.Write(NewTarget.File, NewTarget.Without(NewTarget.Members));
        var forgotten = Build(copy, Compiler);
        Assert.NotEqual(0, forgotten.Exit);
        Assert.All(NewTarget.Members, m => Assert.Matches($@"CS0534: 'NomadTarget' [^\n]*\.{m}\b", forgotten.Output));

        copy.Write(NewTarget.File, NewTarget.WithoutViewMember);
        Assert.Matches(@"CS9035: [^\n]*NomadPage\.Datacenter", Build(copy, Compiler).Output);

        copy.Write(NewTarget.File, NewTarget.Text);
        Packages.Succeeds(Build(copy, "src/ConfigKit.Cli"));
        copy.Write("deepseek-config.yaml", NewTarget.Config);
        Assert.Contains("fits", Tool(copy, "validate", "deepseek-config.yaml"), StringComparison.Ordinal);
        Assert.Contains("`nomad`: a job for HashiCorp Nomad", Tool(copy, "explain", "targets"), StringComparison.Ordinal);
        Assert.Contains("\"nomad\"", Tool(copy, "schema"), StringComparison.Ordinal);

        Tool(copy, "compile", "deepseek-config.yaml", "-o", "out", "--target", "nomad");
        Assert.StartsWith(
            "job \"deepseek-r1-distill-qwen-7b\" {\n  datacenters = [\"dc1\"]\n",
            copy.Read("out/nomad/job.hcl"),
            StringComparison.Ordinal
        );
    }

    private Workspace Copy()
    {
        var copy = packages.Create();
        Packages.CopySources(copy.Folder);
        return copy;
    }

    private static void Insert(Workspace copy, string file, string old, string changed)
    {
        var text = copy.Read(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        copy.Write(file, text.Replace(old, changed, StringComparison.Ordinal));
    }

    private static (int Exit, string Output) Build(Workspace copy, string project) =>
        copy.Run([("NUGET_PACKAGES", Packages.GlobalFolder)], "dotnet", ["build", project, .. Quick]);

    /// <summary>Runs the tool that was built; its exit status says that all is well.</summary>
    private static string Tool(Workspace copy, params string[] arguments)
    {
        var run = copy.Run("dotnet", ["src/ConfigKit.Cli/bin/Debug/net10.0/dotnet-deepseek-config.dll", .. arguments]);
        Packages.Succeeds(run);
        return run.Output;
    }
}
