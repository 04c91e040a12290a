using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Rules.Advice;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A command line flag that the engine does not have.</summary>
internal sealed class UnknownArgument() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7014", "Unknown engine argument", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Flags of `serving.extra_args` against the list of the stated release: the catalogue knows the first release with each "
                + "flag and the first without it. A release between two that were read is judged as the lower one, a release newer "
                + "than the catalogue as the newest. Removed flags that old guides print, such as `--swap-space`, are named as such.",
            Why = "The engine ends at its start with \"unrecognized arguments\".",
            Fix = "Correct or remove the flag.",
            References = [SourceLinks.Vllm("vllm/engine/arg_utils.py"), SourceLinks.Sglang("python/sglang/srt/server_args.py")],
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  extra_args: [\"--swap-space\", \"16\"]\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  extra_args: [\"--enable-log-requests\"]\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Engine.Engine.Lists.Flags is not { } flags)
        {
            yield break;
        }

        var (release, arguments) = (d.Engine.Version, d.Serving.ExtraArguments);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (EngineFlags.IsFlag(arguments[i]) && !flags.Has(arguments[i], release) && TrainingArgument.AdviceOn(arguments[i]) is null)
            {
                yield return Absent($"serving.extra_args[{i}]", EngineFlags.NameOf(arguments[i]), d.Engine, flags);
            }
        }
    }

    private static Finding Absent(string key, string name, EngineRelease engine, EngineFlags flags)
    {
        var (title, release) = ($"{engine.Title} {engine.VersionText}", engine.Version);
        if (flags.IsRemoved(name, release))
        {
            var end = flags.GoneWith(name, release) is { } gone ? $": {gone} removed it" : ": an earlier release removed it";
            return new(key, $"{title} has no argument `{name}`{end}", "remove it");
        }

        return flags.CameWith(name, release) is { } first
            ? new(
                key,
                $"{title} has no argument `{name}`: {first} is the first release with it",
                $"set `serving.engine_version: \"{first}\"`, or remove it"
            )
            : new(
                key,
                $"{title} has no argument `{name}`",
                NearestWord.Find(name, flags.Names(release)) is { } near ? $"did you mean `{near}`?" : "remove it"
            );
    }
}
