using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Engines;

/// <summary>A plain framework that can't run the model, or runs it on one GPU at a time.</summary>
internal sealed class FrameworkUnfit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7040", "Plain framework unsuited to the model", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "TensorFlow has no implementation of DeepSeek models or of those they were distilled into; the settings that are "
                + "written are for models of your own. Plain PyTorch spreads the layers over several GPUs (`device_map`) and runs "
                + "them one after another.",
            Why =
                "With TensorFlow nothing loads. With PyTorch only one of N GPUs works at a time; a serving engine splits each "
                + "layer instead.",
            Fix = "Use PyTorch to inspect the model and a serving engine to serve it.",
        },
        Bad = Examples.Distill7B + "framework: {name: tensorflow}\n",
        Good = Examples.Distill7B + "framework: {name: pytorch}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!d.Targets.HasSection(TargetNames.Framework))
        {
            yield break;
        }

        if (d.Framework.Name.Value == FrameworkKind.Tensorflow)
        {
            yield return new(
                "framework.name",
                $"TensorFlow has no implementation of {d.Model.Id}",
                "set `framework.name: pytorch`, or use only a serving engine"
            );
        }
        else if (d.GpusPerNode > 1 && d.Framework.Device.Value == FrameworkSection.DeviceDefault.Value)
        {
            yield return new(
                "framework",
                $"plain PyTorch runs the layers of {d.Model.Id} one GPU after another: only 1 of {d.GpusPerNode.Value} works at a time",
                "use it to inspect the model and the engine to serve it"
            );
        }
    }
}
