using System.Globalization;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>A device that the node does not have.</summary>
internal sealed class FrameworkDeviceAbsent() : DeploymentRule(Fault)
{
    private const string Prefix = "cuda:";

    private static readonly DiagnosticDescriptor Fault = new("CK7041", "Framework device doesn't exist", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "`framework.device` names a GPU by its index, counted from 0.",
            Why = "PyTorch fails with \"invalid device ordinal\".",
            Formula = """
                index < gpus_per_node
                cuda:1 needs 2 GPUs; the node has 1
                """,
            Fix = "Use a smaller index.",
            References = [SourceLinks.TorchCuda],
        },
        Bad = Examples.Distill7B + "framework: {device: \"cuda:1\"}\n",
        Good = Examples.Distill7B + "framework: {device: \"cuda:0\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (gpus, device) = (s.Deployment.GpusPerNode.Value, s.Deployment.Framework.Device.Value);
        if (IndexOf(device) is not { } index || index < gpus)
        {
            yield break;
        }

        yield return new Finding(
            "framework.device",
            $"`{device}` needs {index + 1} GPUs; the node has {gpus}",
            $"use an index up to {gpus - 1}"
        );
    }

    /// <summary>Null for `cpu` and `auto`.</summary>
    private static int? IndexOf(string device) =>
        device.StartsWith(Prefix, StringComparison.Ordinal) ? int.Parse(device.AsSpan(Prefix.Length), CultureInfo.InvariantCulture) : null;
}
