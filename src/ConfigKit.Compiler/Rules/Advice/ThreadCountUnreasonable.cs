using System.Globalization;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Advice;

/// <summary>Threads of a rank that are no number, or more than the node has for all ranks.</summary>
internal sealed class ThreadCountUnreasonable : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7026", "Thread count that makes no sense", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "`OMP_NUM_THREADS` holds for each rank, and every GPU of a node has one: ranks × threads beyond the node's hardware threads make them wait for each other. OpenMP ignores what is not a whole number from 1 on. The engines choose few threads by themselves, since the work is on the GPU.",
        },
        Bad =
            Examples.R1OnH200.Replace("  gpus_per_node: 8", "  gpus_per_node: 8\n  cpu_threads: 128")
            + "  env: {OMP_NUM_THREADS: \"64\"}\n",
        Good =
            Examples.R1OnH200.Replace("  gpus_per_node: 8", "  gpus_per_node: 8\n  cpu_threads: 128") + "  env: {OMP_NUM_THREADS: \"8\"}\n",
    };

    public ThreadCountUnreasonable()
        : base(Fault) => RuleFor(s => s).ReportsEach(s => Faults(s.Deployment));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        var threads = d.Config.Hardware.CpuThreads ?? (d.Config.Hardware.Cpu.Cores * 2);
        foreach (var name in (string[])["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"])
        {
            if (!d.Config.Serving.Env.TryGetValue(name, out var value))
            {
                continue;
            }

            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            {
                yield return new($"serving.env.{name}", $"{name} is \"{value}\"; it takes a whole number from 1 on", "remove it");
            }
            else if (threads is { } all && (long)count * d.GpusPerNode > all)
            {
                yield return new(
                    $"serving.env.{name}",
                    $"{d.GpusPerNode.Value} ranks × {count} threads are more than the {all} hardware threads of a node",
                    $"set at most {Math.Max(1, all / d.GpusPerNode)}, or remove it"
                );
            }
        }
    }
}
