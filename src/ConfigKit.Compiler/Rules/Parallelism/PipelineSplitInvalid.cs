using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Layers that can't be split into the stages.</summary>
internal sealed class PipelineSplitInvalid() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4010", "Layers do not split into the pipeline stages", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "Each stage needs at least one layer, and `pipeline_layers` (VLLM_PP_LAYER_PARTITION) must name one number per stage that add up to the model's layers (`vllm distributed/utils.py`, get_pp_indices). An uneven split is legal: 61 layers over 4 stages are 15, 15, 16, 15.",
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
                $"{stages} pipeline stages for {layers} layers leave stages empty",
                $"set `parallelism.pipeline` to at most {layers}"
            );
        }
        else if (d.StatedStageLayers is { } stated && (stated.Length != stages || stated.Sum() != layers))
        {
            yield return new Finding(
                "parallelism.pipeline_layers",
                $"pipeline_layers names {stated.Length} stages with {stated.Sum()} layers; there are {stages} stages and {layers} layers",
                $"leave it out, or write {stages} numbers that add up to {layers}"
            );
        }
    }
}
