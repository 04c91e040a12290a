using System.Globalization;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A device that the node does not have.</summary>
internal sealed class FrameworkDeviceAbsent : ValidatorRule
{
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

    public FrameworkDeviceAbsent()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => IndexOf(d) < d.GpusPerNode)
            .Reports(s => new Finding(
                "framework.device",
                $"{s.Deployment.Config.Framework?.Device} is the GPU number {IndexOf(s.Deployment) + 1}; a node has {s.Deployment.GpusPerNode.Value}",
                $"use at most cuda:{s.Deployment.GpusPerNode.Value - 1}"
            ));

    private static int IndexOf(Deployment d) =>
        d.Config.Framework?.Device is { } device && device.StartsWith("cuda:", StringComparison.Ordinal)
            ? int.Parse(device.AsSpan("cuda:".Length), CultureInfo.InvariantCulture)
            : 0;
}
