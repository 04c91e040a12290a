using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Engines;

/// <summary>Several nodes that can't be started without a program that is not written.</summary>
internal sealed class LauncherAbsent() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7008", "Multi-node launcher not generated", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "vLLM starts several nodes itself (`--nnodes`, `--node-rank`, `--master-addr`) from 0.12 on, and through Ray in "
                + "older releases or with `distributed_executor_backend: ray`. Data-parallel ranks over several nodes aren't "
                + "generated for Ray, and TensorRT-LLM needs MPI.",
            Why = "The generated command starts only part of the deployment. Memory and layout are checked all the same.",
            Fix = "Use a newer vLLM without Ray, SGLang, or tensor and pipeline parallelism only; or write the launcher yourself.",
            References = [SourceLinks.VllmScaling, SourceLinks.Vllm("vllm/config/parallel.py", 1112)],
        },
        Bad = Examples
            .R1OnTwoNodes.Replace("tensor: 8, pipeline: 2", "tensor: 8, data: 2")
            .Replace("gpu: h100-sxm", "gpu: h200-sxm")
            .Replace("  max_model_len: 32768", "  max_model_len: 32768\n  distributed_executor_backend: ray"),
        Good = Examples.R1OnTwoNodes,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var title = $"{d.Engine.Title} {d.Engine.VersionText}";
        var key =
            d.Spans.Has("serving.distributed_executor_backend") ? "serving.distributed_executor_backend"
            : d.Spans.Has("serving.engine_version") ? "serving.engine_version"
            : "hardware.nodes";
        if (d.Nodes > 1 && d.Engine.Engine.NodeStart.Otherwise == Launcher.Mpi)
        {
            yield return new(
                key,
                $"{title} starts {d.Nodes} nodes only through MPI, which isn't generated",
                $"use {EngineList.Titles(e => e.NodeStart.Otherwise != Launcher.Mpi)}"
            );
        }

        if (d.UsesRay && d.Layout.Data > 1)
        {
            yield return new(
                key,
                $"{d.Layout.Data.Value} data-parallel ranks of {title} on {d.Nodes} nodes aren't generated for Ray",
                $"set `serving.distributed_executor_backend: mp` with {d.Engine.Title} {d.Engine.Engine.NodeStart.Since} or newer, "
                    + "or use tensor and pipeline parallelism"
            );
        }

        if (d.Nodes > 1 && d.Engine.Engine.NodeStart.Otherwise == Launcher.Ray && !d.UsesRay && !d.StartsNodesItself)
        {
            yield return new(key, $"{title} starts {d.Nodes} nodes only through Ray", "remove `serving.distributed_executor_backend`");
        }
    }
}
