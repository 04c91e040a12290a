using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>An extra argument that a typed key already writes.</summary>
internal sealed class ArgumentStatedTwice() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7015", "Argument that has a key of its own", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "The argument sets what a key of this file sets, so it would be given twice and the checked value might not be the "
                + "one that runs. Use the key: then it is checked too.",
        },
        Bad = Examples.R1OnH200 + "  extra_args: [\"--tensor-parallel-size=4\"]\n",
        Good = Examples.R1OnH200 + "  extra_args: [\"--seed=1\"]\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var arguments = d.Serving.ExtraArguments;
        if (arguments.IsEmpty)
        {
            yield break;
        }

        var (reader, launch) = (new ArgumentReader(d.Engine), LaunchSettings.Of(d));
        for (var i = 0; i < arguments.Length; i++)
        {
            // Where the flag can say more than the key, it is a second statement only if the key is stated too.
            if (
                EngineFlags.IsFlag(arguments[i])
                && reader.Find(arguments[i]) is { } setting
                && (!setting.IsPartial || launch[setting.Key] is not null)
            )
            {
                var name = EngineFlags.NameOf(arguments[i]);
                yield return new($"serving.extra_args[{i}]", $"{name} has a key of its own", $"set `{setting.Key}` instead");
            }
        }
    }
}
