using ConfigKit.Engines;
using ConfigKit.Targets;

namespace ConfigKit.Tests.Targets;

/// <summary>What a node does that a Ray cluster joins, with programs that only say what they were asked.</summary>
public sealed class RayStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramFact("sh")]
    public void The_first_node_starts_cluster_and_engine_and_the_others_wait_for_it()
    {
        var ray = Program("ray", "case $1 in health-check) [ -e \"$0.up\" ] || { : >\"$0.up\"; exit 1; } ;; esac");
        var sleep = Program("sleep", "");
        var command = new EngineCommand([Program("vllm", ""), "serve"], ["a model", "$(x)"]) { Ray = ray };

        Assert.Equal(
            [
                "ray start --head --port 6379 --node-ip-address 10.0.0.1 --disable-usage-stats",
                "vllm serve a model $(x) --distributed-executor-backend ray",
            ],
            Run(command, "0", sleep)
        );
        Assert.Equal(
            [
                "ray health-check --address head:6379",
                "sleep 5",
                "ray health-check --address head:6379",
                "ray start --block --address head:6379 --node-ip-address 10.0.0.1 --disable-usage-stats",
            ],
            Run(command, "1", sleep)
        );
    }

    private string[] Run(EngineCommand command, string rank, string onPath)
    {
        var start = command.Start(new Vllm(), "\"$NODE_RANK\"", "\"$MASTER_ADDR\"", 2);
        var path = Path.GetDirectoryName(onPath) + ":" + Environment.GetEnvironmentVariable("PATH");
        var run = Programs.Run("env", [$"PATH={path}", $"NODE_RANK={rank}", "MASTER_ADDR=head", "VLLM_HOST_IP=10.0.0.1", .. start]);
        Assert.True(run.Exit == 0, run.Output);
        return run.Output.TrimEnd('\n').Split('\n');
    }

    private string Program(string name, string body)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\necho {name} \"$@\"\n{body}\n");
        Programs.MakeExecutable(path);
        return path;
    }
}
