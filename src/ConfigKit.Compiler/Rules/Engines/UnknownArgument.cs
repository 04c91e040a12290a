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
                "Flags of `serving.extra_args` against the release's own list (vLLM of August 2026, SGLang 0.5.17, TensorRT-LLM "
                + "1.2). Removed ones that old guides print, such as `--swap-space` or `--disable-log-requests`, are named as such.",
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
        if (d.Engine.Engine.Flags is not { } flags || !flags.Covers(d.Engine.Version))
        {
            yield break;
        }

        var title = d.Engine.Title;
        var arguments = d.Serving.ExtraArguments;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!EngineFlags.IsFlag(arguments[i]) || flags.Knows(arguments[i]) || TrainingArgument.AdviceOn(arguments[i]) is not null)
            {
                continue;
            }

            var name = EngineFlags.NameOf(arguments[i]);
            yield return new(
                $"serving.extra_args[{i}]",
                flags.IsRemoved(name) ? $"{title} has removed `{name}`" : $"{title} has no argument `{name}`",
                NearestWord.Find(name, flags.Names) is { } near && !flags.IsRemoved(name) ? $"did you mean `{near}`?" : "remove it"
            );
        }
    }
}
