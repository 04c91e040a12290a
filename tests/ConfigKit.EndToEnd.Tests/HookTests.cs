namespace ConfigKit.EndToEnd.Tests;

/// <summary>pre-commit with this repository as its source, and a plain git hook.</summary>
[Collection(Packages.Collection)]
public sealed class HookTests(Packages packages)
{
    private const string Bad = "model: {name: deepseek-ai/DeepSeek-R1}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\n";

    [ProgramFact("git", "pre-commit")]
    public void Pre_commit_installs_the_tool_from_the_repository_and_judges_files()
    {
        var clone = packages.Create();
        Packages.Succeeds(packages.Run(Repository.Root, "git", "clone", "-q", ".", clone.PathOf("configkit")));
        var user = NewRepository(
            ("deepseek-config.yaml", Workspace.Yaml),
            ("b/deepseek-config.staging.yaml", Workspace.Yaml),
            ("other.yaml", "a: b\n")
        );

        var good = Try("deepseek-config-validate");
        Assert.True(good.Exit == 0, good.Output);
        Assert.Contains("Passed", good.Output, StringComparison.Ordinal);

        user.Write("b/deepseek-config.staging.yaml", Bad);
        Packages.Succeeds(user.Run("git", "add", "-A"));
        var bad = Try("deepseek-config-validate");
        Assert.Equal(1, bad.Exit);
        Assert.Contains("b/deepseek-config.staging.yaml:2:17", bad.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("other.yaml", bad.Output, StringComparison.Ordinal);

        var stale = Try("deepseek-config-compile-check");
        Assert.Equal(1, stale.Exit);
        Assert.Contains("missing: ", stale.Output, StringComparison.Ordinal);

        (int Exit, string Output) Try(string hook) =>
            user.Run(
                [("PRE_COMMIT_HOME", clone.PathOf("cache")), ("NUGET_PACKAGES", null)],
                "pre-commit",
                "try-repo",
                clone.PathOf("configkit"),
                hook,
                "--all-files",
                "--verbose"
            );
    }

    [ProgramFact("git")]
    public void A_plain_git_hook_stops_a_bad_commit()
    {
        var user = NewRepository(("deepseek-config.yaml", Workspace.Yaml));
        var tool = user.PathOf(".git/tool");
        Packages.Succeeds(user.Run("dotnet", "tool", "install", "ConfigKit.Tool", "--tool-path", tool));
        (string, string?)[] path = [("PATH", tool + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"))];
        Packages.Succeeds(user.Run(path, Path.Combine(tool, "dotnet-deepseek-config"), "hook", "install"));

        Packages.Succeeds(Commit("good"));
        user.Write("deepseek-config.yaml", Bad);
        var bad = Commit("bad");
        Assert.NotEqual(0, bad.Exit);
        Assert.Contains("error[CK", bad.Output, StringComparison.Ordinal);

        user.Write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
        var foreign = user.Run(path, Path.Combine(tool, "dotnet-deepseek-config"), "hook", "install");
        Assert.Equal(2, foreign.Exit);
        Assert.Equal("#!/bin/sh\nexit 0\n", user.Read(".git/hooks/pre-commit"));

        (int Exit, string Output) Commit(string message)
        {
            Packages.Succeeds(user.Run("git", "add", "-A"));
            return user.Run(path, "git", "commit", "-q", "-m", message);
        }
    }

    private Workspace NewRepository(params (string Name, string Text)[] files)
    {
        var user = packages.Create(files);
        Packages.Succeeds(user.Run("git", "init", "-q"));
        Packages.Succeeds(user.Run("git", "config", "user.email", "test@example.com"));
        Packages.Succeeds(user.Run("git", "config", "user.name", "Test"));
        Packages.Succeeds(user.Run("git", "add", "-A"));
        return user;
    }
}
