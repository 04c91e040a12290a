using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Triton;

/// <summary>The target triton: a model repository with what starts it.</summary>
internal static class TritonFiles
{
    public static IEnumerable<GeneratedFile> Of(DeploymentPlan plan, ScriptObject view, TemplateRenderer renderer)
    {
        if (!plan.Deployment.Engine.Engine.RunsInTriton || plan.Deployment.Nodes > 1)
        {
            return []; // CK7028 says so, unless the target was named on the command line
        }

        var options = view["trtllm"] is null ? null : new Block(renderer.Render("trtllm/trtllm.yaml.sbn", view), 0);
        view["triton"] = TritonView.Of(plan, options);
        return
        [
            new($"triton/model_repository/{plan.Name}/config.pbtxt", renderer.Render("triton/config.pbtxt.sbn", view)),
            new($"triton/model_repository/{plan.Name}/1/model.yaml", renderer.Render("triton/model.yaml.sbn", view)),
            new("triton/compose.yaml", renderer.Render("triton/compose.yaml.sbn", view)),
            new("triton/start.sh", renderer.Render("triton/start.sh.sbn", view), IsExecutable: true),
        ];
    }
}
