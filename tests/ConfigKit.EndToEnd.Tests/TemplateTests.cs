namespace ConfigKit.EndToEnd.Tests;

/// <summary>`dotnet new deepseek-config`.</summary>
[Collection(Packages.Collection)]
public sealed class TemplateTests(Packages packages)
{
    [Fact]
    public void A_new_service_builds_and_its_tool_and_file_are_good()
    {
        var workspace = packages.Create();
        Packages.Succeeds(workspace.Run("dotnet", "new", "install", Path.Combine(packages.Feed, "ConfigKit.Templates.0.1.0.nupkg")));
        Packages.Succeeds(workspace.Run("dotnet", "new", "deepseek-config", "-o", "Chat.Api", "--gpu", "h200-sxm", "--gpus", "2"));

        Assert.Contains("gpu: h200-sxm", workspace.Read("Chat.Api/deepseek-config.yaml"), StringComparison.Ordinal);
        Packages.Succeeds(packages.Run(workspace.PathOf("Chat.Api"), "dotnet", "build", "--nologo", "-warnaserror"));
        Packages.Succeeds(packages.Run(workspace.PathOf("Chat.Api"), "dotnet", "tool", "restore"));
        var run = packages.Run(
            workspace.PathOf("Chat.Api"),
            "dotnet",
            "tool",
            "run",
            "dotnet-deepseek-config",
            "validate",
            "--format",
            "sarif"
        );
        Packages.Succeeds(run);
        Assert.Contains("\"results\": []", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(workspace.PathOf("Chat.Api/.github/workflows/deepseek-config.yml")));
        Assert.True(File.Exists(workspace.PathOf("Chat.Api/.pre-commit-config.yaml")));
    }
}
