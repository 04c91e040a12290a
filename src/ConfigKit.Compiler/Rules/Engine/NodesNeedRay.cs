using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engine;

/// <summary>Several nodes with a release that can't start them without further programs.</summary>
internal sealed class NodesNeedRay : DeploymentRule
{
    private static readonly Version FirstWithNodes = new(0, 12);

    private static readonly DiagnosticDescriptor Fault = new("CK7008", "Several nodes need a launcher that is not written", Severity.Warning)
    {
        Explanation = "vLLM starts several nodes by itself (`--nnodes`, `--node-rank`, `--master-addr`) from 0.12 on; older releases need a Ray cluster, TensorRT-LLM needs MPI. Memory and layout are checked all the same, but the command that is written starts only with the newer way.",
        Bad = Examples.R1OnTwoNodes.Replace("0.25.0", "0.9.2"),
        Good = Examples.R1OnTwoNodes,
    };

    public NodesNeedRay()
        : base(Fault) =>
        RuleFor(s => s).ReportsEach(s => Faults(s.Deployment));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        if (d.Nodes > 1 && ((d.Engine.Kind == EngineKind.Vllm && d.Engine.Version < FirstWithNodes) || d.Engine.Kind == EngineKind.TensorRtLlm))
        {
            yield return new(
                d.Spans.Has("serving.engine_version") ? "serving.engine_version" : "hardware.nodes",
                $"{EngineResolver.TitleOf(d.Engine.Kind)} {d.Engine.VersionText} starts {d.Nodes} nodes only with {(d.Engine.Kind == EngineKind.Vllm ? "Ray" : "MPI")}, which is not set up here",
                d.Engine.Kind == EngineKind.Vllm ? "use vLLM 0.12 or newer" : "use vLLM or SGLang");
        }
    }
}
