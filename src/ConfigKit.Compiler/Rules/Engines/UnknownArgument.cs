using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Resolution;
using ConfigKit.Rules.Advice;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A command line flag that the engine does not have.</summary>
internal sealed class UnknownArgument : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7014", "Argument that the engine does not have", Severity.Error)
    {
        Explanation =
            "Engines end at start with \"unrecognized arguments\". Flags are held against the release's own list (vLLM of August 2026, SGLang 0.5.17, TensorRT-LLM 1.2); removed ones that old guides print, such as `--swap-space` or `--disable-log-requests`, are named as such.",
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  extra_args: [\"--swap-space\", \"16\"]\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  extra_args: [\"--enable-log-requests\"]\n",
    };

    public UnknownArgument()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s => Faults(s.Deployment))
            .When(s => s.Deployment.Engine.Engine.Flags?.Covers(s.Deployment.Engine.Version) == true);

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        var arguments = d.Config.Serving.ExtraArgs;
        for (var i = 0; i < (arguments.IsDefault ? 0 : arguments.Length); i++)
        {
            if (
                !EngineFlags.IsFlag(arguments[i])
                || d.Engine.Engine.Flags is not { } flags
                || flags.Knows(arguments[i])
                || TrainingArgument.Covers(arguments[i])
            )
            {
                continue;
            }

            var name = EngineFlags.NameOf(arguments[i]);
            yield return new(
                $"serving.extra_args[{i}]",
                flags.IsRemoved(name) ? $"{d.Engine.Title} has removed {name}" : $"{d.Engine.Title} has no argument {name}",
                NearestWord.Find(name, flags.Names) is { } near && !flags.IsRemoved(name) ? $"did you mean `{near}`?" : "remove it"
            );
        }
    }
}
