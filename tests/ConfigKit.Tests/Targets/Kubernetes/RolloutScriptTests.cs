namespace ConfigKit.Tests.Targets;

/// <summary>rollout.sh against a made-up kubectl and Prometheus: who serves in the end, and what is left running.</summary>
public sealed class RolloutScriptTests : IDisposable
{
    private const string Empty = """{"status":"success","data":{"resultType":"vector","result":[]}}""";
    private const string TooMany =
        """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1790000000.1,"0.21"]}]}}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Plain => ["plain-blue-green", "plain-canary-groups", "plain-canary-stateful-set"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("bash", "shellcheck")]
    [MemberData(nameof(Plain))]
    public void Script_passes_bash_and_shellcheck(string name)
    {
        var script = Write(name);
        Assert.Equal((0, ""), Programs.Run("bash", "-n", script));
        Assert.Equal((0, ""), Programs.Run("shellcheck", "--severity=style", script));
    }

    [ProgramTheory("bash")]
    [MemberData(nameof(Plain))]
    public void First_version_gets_the_service(string name)
    {
        var run = Run(name, active: "", Empty);
        Assert.True(run.Exit == 0, run.Output);
        Assert.Contains("apply --filename", run.Calls[^1], StringComparison.Ordinal);
        Assert.EndsWith("rollout/service.yaml", run.Calls[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(
            run.Calls,
            c => c.Contains(" patch ", StringComparison.Ordinal) || c.Contains(" delete ", StringComparison.Ordinal)
        );
    }

    [ProgramTheory("bash")]
    [MemberData(nameof(Plain))]
    public void Healthy_version_is_promoted(string name)
    {
        var run = Run(name, active: "blue", Empty);
        Assert.True(run.Exit == 0, run.Output);
        Assert.Equal("green", Active(run.Calls));
        Assert.Equal("\"green\"", Selected(run.Calls));
        Assert.EndsWith("rollout/blue.yaml --ignore-not-found --wait=false", run.Calls[^1], StringComparison.Ordinal);
        Assert.Single(run.Calls, c => c.Contains(" delete ", StringComparison.Ordinal));
        Assert.Equal(
            name.Contains("canary", StringComparison.Ordinal),
            run.Calls.Any(c => c.Contains(" scale ", StringComparison.Ordinal))
        );
    }

    [ProgramTheory("bash")]
    [MemberData(nameof(Plain))]
    public void Version_with_too_many_errors_is_rolled_back(string name) =>
        AssertRolledBack(Run(name, active: "green", Empty, laterAnswer: TooMany), next: "blue", active: "green");

    [ProgramTheory("bash")]
    [MemberData(nameof(Plain))]
    public void Query_that_fails_rolls_back(string name)
    {
        AssertRolledBack(Run(name, active: "blue", Empty, curlExit: 22), next: "green", active: "blue");
        AssertRolledBack(Run(name, active: "blue", """{"status":"error","errorType":"bad_data"}"""), next: "green", active: "blue");
        AssertRolledBack(Run(name, active: "blue", Empty, laterAnswer: "<html>502</html>"), next: "green", active: "blue");
    }

    [ProgramTheory("bash")]
    [MemberData(nameof(Plain))]
    public void Pods_that_do_not_become_ready_roll_back(string name)
    {
        var run = Run(name, active: "blue", Empty, failing: "rollout status|wait --for");
        AssertRolledBack(run, next: "green", active: "blue");
        Assert.DoesNotContain(
            run.Calls,
            c => c.Contains("null", StringComparison.Ordinal) || c.Contains("\"rollout-color\":\"green\"", StringComparison.Ordinal)
        );
    }

    [ProgramFact("bash")]
    public void Unknown_colour_and_arguments_change_nothing()
    {
        var run = Run("plain-blue-green", active: "red", Empty);
        Assert.Equal(1, run.Exit);
        Assert.Single(run.Calls);
        Assert.Equal(2, Programs.Run("bash", Path.Combine(_folder, "kubernetes/rollout.sh"), "now").Exit);
    }

    [ProgramFact("bash")]
    public void Prometheus_is_asked_for_the_new_version_alone()
    {
        var run = Run("plain-blue-green", active: "blue", Empty);
        Assert.Contains("pod=~\"deepseek-r1-green-.*\"", run.Queries, StringComparison.Ordinal);
        Assert.Contains("> 0.05", run.Queries, StringComparison.Ordinal);
        Assert.Contains("http://prometheus-operated.monitoring.svc:9090/api/v1/query", run.Queries, StringComparison.Ordinal);
        Assert.DoesNotContain("green", Run("plain-blue-green", active: "green", Empty).Queries, StringComparison.Ordinal);
    }

    private static void AssertRolledBack((int Exit, string Output, List<string> Calls, string Queries) run, string next, string active)
    {
        Assert.True(run.Exit == 1, run.Output);
        Assert.Contains("rolled back to " + active, run.Output, StringComparison.Ordinal);
        Assert.Equal(active, Active(run.Calls));
        Assert.Equal($"\"{active}\"", Selected(run.Calls));
        Assert.EndsWith($"rollout/{next}.yaml --ignore-not-found --wait=false", run.Calls[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(
            run.Calls,
            c => c.Contains(" delete ", StringComparison.Ordinal) && c.Contains($"/{active}.yaml", StringComparison.Ordinal)
        );
    }

    private static string Active(List<string> calls) => Last(calls, "\"rollout-active\":\"").Trim('"');

    private static string Selected(List<string> calls) => Last(calls, "\"rollout-color\":");

    private static string Last(List<string> calls, string key) =>
        calls.Last(c => c.Contains(" patch ", StringComparison.Ordinal)).Split(key)[1].Split('}')[0];

    private (int Exit, string Output, List<string> Calls, string Queries) Run(
        string name,
        string active,
        string answer,
        string? laterAnswer = null,
        int curlExit = 0,
        string failing = "no such call"
    )
    {
        var script = Write(name);
        var (calls, queries) = (Path.Combine(_folder, "calls"), Path.Combine(_folder, "queries"));
        File.Delete(calls);
        File.Delete(queries);
        File.WriteAllText(Path.Combine(_folder, "answer"), answer);
        File.WriteAllText(Path.Combine(_folder, "later"), laterAnswer ?? answer);
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        Tool(
            "kubectl",
            $"echo \"kubectl $*\" >>'{calls}'; case $* in *'get service'*) printf %s '{active}' ;; esac; if echo \"$*\" | grep -qE '{failing}'; then exit 1; fi"
        );
        Tool(
            "curl",
            $"echo \"$*\" >>'{queries}'; if [ \"$(wc -l <'{queries}')\" -le 2 ]; then cat '{_folder}/answer'; else cat '{_folder}/later'; fi; exit {curlExit}"
        );
        Tool("sleep", "exit 0");
        var (exit, output) = Programs.Run("env", $"PATH={bin}:{Environment.GetEnvironmentVariable("PATH")}", "bash", script);
        return (exit, output, [.. File.ReadAllLines(calls)], File.Exists(queries) ? File.ReadAllText(queries) : "");

        void Tool(string tool, string body)
        {
            File.WriteAllText(Path.Combine(bin, tool), "#!/bin/sh\n" + body + "\n");
            Programs.MakeExecutable(Path.Combine(bin, tool));
        }
    }

    private string Write(string name)
    {
        foreach (var file in ClusterVariants.Compile(name).Files.Where(f => f.Path.StartsWith("kubernetes/", StringComparison.Ordinal)))
        {
            var path = Path.Combine(_folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
            File.WriteAllText(path, file.Content);
        }

        return Path.Combine(_folder, "kubernetes/rollout.sh");
    }
}
