using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Layers that can't be split into the stages.</summary>
internal sealed class PipelineSplitInvalid() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4010", "Invalid pipeline split", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "Each stage needs at least one layer, and `pipeline_layers` (`VLLM_PP_LAYER_PARTITION`) needs one number per "
                + "stage that add up to the layers of the model.",
            Why = "vLLM stops while building the model because the partition doesn't match the stages or the layers.",
            Formula = """
                pipeline <= num_hidden_layers
                len(pipeline_layers) == pipeline, sum(pipeline_layers) == num_hidden_layers
                DeepSeek-R1, 2 stages: 30 + 30 = 60, error; 31 + 30 = 61
                """,
            Fix =
                "Remove `pipeline_layers` to have the layers spread evenly (61 over 4 stages: 15, 15, 16, 15), or correct the "
                + "numbers.",
            References = [SourceLinks.Vllm("vllm/distributed/utils.py", 221)],
        },
        Bad = Examples.R1OnTwoNodes.Replace("pipeline: 2", "pipeline: 2, pipeline_layers: [30, 30]"),
        Good = Examples.R1OnTwoNodes.Replace("pipeline: 2", "pipeline: 2, pipeline_layers: [31, 30]"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (layers, stages) = (d.Model.Architecture.NumHiddenLayers, d.Layout.Pipeline.Value);
        if (stages > layers)
        {
            yield return new Finding(
                "parallelism.pipeline",
                $"{stages} pipeline stages need at least as many layers; the model has {layers}",
                $"lower `parallelism.pipeline` to at most {layers}"
            );
        }
        else if (d.StatedStageLayers is { } stated && (stated.Length != stages || stated.Sum() != layers))
        {
            yield return new Finding(
                "parallelism.pipeline_layers",
                $"pipeline_layers has {stated.Length} stages with {stated.Sum()} layers in all; expected {stages} stages with {layers} layers",
                $"remove it, or use {stages} numbers that add up to {layers}"
            );
        }
    }
}
