using System.Globalization;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Advice;

/// <summary>Threads of a rank that are no number, or more than the node has for all ranks.</summary>
internal sealed class ThreadCountUnreasonable() : DeploymentRule(Fault)
{
    // Simultaneous multithreading of server processors (Intel Hyper-Threading, AMD SMT) runs two threads on a core.
    private const int ThreadsPerCore = 2;

    private static readonly string[] Variables = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"];

    private static readonly DiagnosticDescriptor Fault = new("CK7026", "Unreasonable thread count", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "`OMP_NUM_THREADS`, `MKL_NUM_THREADS` and `OPENBLAS_NUM_THREADS` apply to each rank, and every GPU of a node has " + "one.",
            Why =
                "Beyond the node's hardware threads, ranks wait for each other. OpenMP ignores what isn't a whole number from 1 "
                + "on. Engines choose few threads themselves, since the work is on the GPU.",
            Formula = """
                ranks per node × threads <= hardware threads
                8 × 64 = 512 > 128: at most 16
                """,
            Fix = "Remove the variable, or lower it.",
        },
        Bad =
            Examples.R1OnH200.Replace("  gpus_per_node: 8", "  gpus_per_node: 8\n  cpu_threads: 128")
            + "  env: {OMP_NUM_THREADS: \"64\"}\n",
        Good =
            Examples.R1OnH200.Replace("  gpus_per_node: 8", "  gpus_per_node: 8\n  cpu_threads: 128") + "  env: {OMP_NUM_THREADS: \"8\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (node, env, ranks) = (s.Deployment.Node, s.Deployment.Serving.Environment, s.Deployment.GpusPerNode.Value);
        var hardwareThreads = node.CpuThreads ?? (node.CpuCores * ThreadsPerCore);
        foreach (var name in Variables.Where(env.ContainsKey))
        {
            var (key, value) = ($"serving.env.{name}", env[name]);
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            {
                yield return new(key, $"{name} is \"{value}\"; it must be a whole number from 1 on", "remove it");
            }
            else if (hardwareThreads is { } all && (long)count * ranks > all)
            {
                yield return new(
                    key,
                    $"{ranks} ranks × {count} threads exceed the {all} hardware threads of the node",
                    $"lower it to {Math.Max(1, all / ranks)}, or remove it"
                );
            }
        }
    }
}
