using ConfigKit.Model;
using ConfigKit.Rendering;

namespace ConfigKit.Targets.Triton;

/// <summary>A model repository of Triton with what starts it. For other engines and several nodes there is no plan and no file.</summary>
internal sealed class TritonTarget : Target<TritonPlan?>
{
    public override string Name => TargetNames.Triton;

    public override string Description => "Triton model repository for TensorRT-LLM";

    public override bool IsDefault => false;

    public override TritonPlan? Plan(TargetPlans plans) => TritonPlan.Of(plans.Deployment);

    protected override IEnumerable<GeneratedFile> Files(TritonPlan? plan, TargetRenderer renderer)
    {
        if (plan is null)
        {
            return [];
        }

        var options = EngineFiles.OptionsText(plan.Deployment, renderer) is { } text ? new Block(text, 0) : null;
        var page = new TritonPage(TritonView.Of(plan, options));
        var folder = $"triton/model_repository/{plan.Deployment.Name}/";
        return
        [
            new(folder + "config.pbtxt", renderer.Text("triton/config.pbtxt", null, page)),
            new(folder + "1/model.yaml", renderer.Text("triton/model.yaml", null, page)),
            renderer.File("triton/compose.yaml", page),
            renderer.Script("triton/start.sh", page),
        ];
    }
}
