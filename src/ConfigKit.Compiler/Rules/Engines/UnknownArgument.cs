using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Rules.Advice;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A command line flag that the engine does not have.</summary>
internal sealed class UnknownArgument() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7014", "Argument that the engine does not have", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Engines end at start with \"unrecognized arguments\". Each flag is held against the release that is stated: the "
                + "catalogue knows from when and until when each exists. A release between two that were read is judged as the "
                + "lower, one newer than the catalogue as the newest.",
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
            var end = flags.GoneWith(name, release) is { } gone ? $": it went with {gone}" : ", which was removed long before";
            return new(key, $"{title} has no argument {name}{end}", "remove it");
        }

        return flags.CameWith(name, release) is { } first
            ? new(key, $"{title} has no argument {name}: it came with {first}", $"set `serving.engine_version: \"{first}\"`, or remove it")
            : new(
                key,
                $"{title} has no argument {name}",
                NearestWord.Find(name, flags.Names(release)) is { } near ? $"did you mean `{near}`?" : "remove it"
            );
    }
}
