using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Engines;

/// <summary>A plain framework that can't run the model, or runs it on one GPU at a time.</summary>
internal sealed class FrameworkUnfit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7040", "Plain framework does not fit the model", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "TensorFlow has no implementation of DeepSeek's models or of those that they were distilled into: the settings that "
                + "are written are for models of your own. Plain PyTorch spreads the layers over several GPUs (`device_map`) and runs "
                + "them one after another, so of N GPUs one works at a time; a serving engine splits each layer instead.",
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
                "use pytorch, or a serving engine alone"
            );
        }
        else if (d.GpusPerNode > 1 && d.Framework.Device.Value == FrameworkSection.DeviceDefault.Value)
        {
            yield return new(
                "framework",
                $"plain PyTorch runs the layers of {d.Model.Id} one GPU after another: 1 of {d.GpusPerNode.Value} works at a time",
                "use it to look into the model, and the engine to serve it"
            );
        }
    }
}
