using System.Globalization;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>A device that the node does not have.</summary>
internal sealed class FrameworkDeviceAbsent() : DeploymentRule(Fault)
{
    private const string Prefix = "cuda:";

    private static readonly DiagnosticDescriptor Fault = new("CK7041", "Framework's device is absent", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "`framework.device` names a GPU by its index, from 0; PyTorch fails with \"invalid device ordinal\" when there are fewer.",
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
            $"{device} is the GPU number {index + 1}; a node has {gpus}",
            $"use at most {Prefix}{gpus - 1}"
        );
    }

    /// <summary>Null for `cpu` and `auto`.</summary>
    private static int? IndexOf(string device) =>
        device.StartsWith(Prefix, StringComparison.Ordinal) ? int.Parse(device.AsSpan(Prefix.Length), CultureInfo.InvariantCulture) : null;
}
