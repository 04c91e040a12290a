using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Rules.Advice;
using ConfigKit.Rules.Engines;
using ConfigKit.Rules.Security;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>The engine's variables and further arguments, which it is handed as they are.</summary>
internal sealed class ServingValidator : AbstractValidator<ServingSection>
{
    public ServingValidator()
    {
        Secrets();
        Nccl();
        Variables(TrainingVariable.Fault, TrainingVariable.Table);
        Variables(TorchNcclSetting.Fault, TorchNcclSetting.Table);
        Variables(DebugVariable.Fault, DebugVariable.Table);
        Variables(DevicesStatedTwice.Fault, DevicesStatedTwice.Table);
        Variables(OtherFrameworkVariable.Fault, OtherFrameworkVariable.Table);
        Allocator();
        Arguments();
    }

    private void Secrets() =>
        RuleForEach(s => s.Env)
            .ByName()
            .Must(e => !PlainSecret.Holds(e.Key, e.Value))
            .Reports(
                PlainSecret.Fault,
                "`{Name}` contains a secret in plain text ({Length} characters)",
                "use a reference in `security.api_key` or `security.hugging_face_token`, or set it outside this file",
                ("Name", (_, e) => e.Key),
                ("Length", (_, e) => e.Value.Length.ToString(CultureInfo.InvariantCulture))
            );

    private void Nccl()
    {
        RuleForEach(s => s.Env)
            .ByName()
            .Must(e => UnknownNcclVariable.IsKnown(e.Key))
            .Reports(
                UnknownNcclVariable.Fault,
                "NCCL has no variable `{Name}`",
                "{Help}",
                ("Name", (_, e) => e.Key),
                ("Help", (_, e) => UnknownNcclVariable.Help(e.Key))
            );
        RuleForEach(s => s.Env)
            .ByName()
            .Must(e => NcclValueInvalid.Expected(e.Key, e.Value).Length == 0)
            .Reports(
                NcclValueInvalid.Fault,
                "`{Name}` takes {Expected}, not \"{Value}\"",
                "remove `{Name}` to let NCCL choose",
                ("Name", (_, e) => e.Key),
                ("Value", (_, e) => NcclValueInvalid.Shown(e.Value)),
                ("Expected", (_, e) => NcclValueInvalid.Expected(e.Key, e.Value))
            );
        RuleForEach(s => s.Env)
            .ByName()
            .Must(e => !NcclDebugOnly.Covers(e.Key))
            .Reports(
                NcclDebugOnly.Fault,
                "`{Name}` is an NCCL debugging variable",
                "remove it once the problem that it works around is solved",
                ("Name", (_, e) => e.Key)
            );
    }

    /// <summary>What a table of advice says of variables.</summary>
    private void Variables(DiagnosticDescriptor fault, ImmutableArray<Advice.Advice> table)
    {
        RuleForEach(s => s.Env)
            .ByName()
            .Must(e => Found(e) is null)
            .Reports(
                fault,
                "{Setting} {Fault}",
                "{Help}",
                ("Setting", (_, e) => Found(e) is { Value.Length: > 0 } ? $"{e.Key}={e.Value}" : e.Key),
                ("Fault", (_, e) => Found(e)?.Fault ?? ""),
                ("Help", (_, e) => Found(e)?.Help ?? "")
            );

        Advice.Advice? Found(KeyValuePair<string, string> e) => Advice.Advice.Find(table, e.Key, e.Value);
    }

    private void Allocator()
    {
        RuleForEach(s => s.Env)
            .ByName()
            .Must(e => e is not { Key: AllocatorSetting.NoCache, Value: "1" })
            .Reports(AllocatorSetting.Fault, "`{Name}=1` prevents CUDA graph capture", "remove it", ("Name", (_, e) => e.Key));
        foreach (var setting in AllocatorSetting.OfTraining)
        {
            RuleForEach(s => s.Env)
                .ByName()
                .Must(e => !AllocatorSetting.Has(e.Key, e.Value, setting))
                .Reports(
                    AllocatorSetting.Fault,
                    $"`{setting}` is a training setting",
                    "set `{Name}: \"expandable_segments:True\"`, or remove it",
                    ("Name", (_, e) => e.Key)
                );
        }

        RuleForEach(s => s.Env)
            .ByName()
            .Must((s, e) => !AllocatorSetting.Expands(e.Key, e.Value) || !AllocatorSetting.Sleeps(s.ExtraArgs))
            .Reports(AllocatorSetting.Fault, "expandable segments don't work with `--enable-sleep-mode`", "remove one of the two");
    }

    private void Arguments() =>
        RuleForEach(s => s.ExtraArgs)
            .Must(a => TrainingArgument.AdviceOn(a) is null)
            .When(s => !s.ExtraArgs.IsDefault)
            .Reports(
                TrainingArgument.Fault,
                "{Flag} {Fault}",
                "{Help}",
                ("Flag", (_, a) => EngineFlags.NameOf(a)),
                ("Fault", (_, a) => TrainingArgument.AdviceOn(a)?.Fault ?? ""),
                ("Help", (_, a) => TrainingArgument.AdviceOn(a)?.Help ?? "")
            );
}
