using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Engines.Arguments;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>An extra argument that a typed key already writes.</summary>
internal sealed class ArgumentStatedTwice() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7015", "Argument duplicates a key", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "`serving.extra_args` sets what a key of this file sets.",
            Why = "The argument would be given twice, and the value that was checked might not be the one that runs.",
            Fix = "Use the key: it is checked too.",
            References = [SourceLinks.Vllm("vllm/engine/arg_utils.py"), SourceLinks.Sglang("python/sglang/srt/server_args.py")],
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
                yield return new($"serving.extra_args[{i}]", $"`{name}` duplicates `{setting.Key}`", $"set `{setting.Key}` instead");
            }
        }
    }
}
