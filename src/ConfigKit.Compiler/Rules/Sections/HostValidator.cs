using ConfigKit.Model;
using ConfigKit.Rules.Host;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>Operating system settings of each node.</summary>
internal sealed class HostValidator : AbstractValidator<HostSection>
{
    public HostValidator()
    {
        RuleFor(h => h.TransparentHugepages)
            .NotEqual(TransparentHugepageMode.Always)
            .Reports(
                HugepagesTransparent.Fault,
                "`{PropertyName}: always` causes compaction stalls",
                "set `host.transparent_hugepages: never`"
            );
        RuleFor(h => h.Swappiness)
            .LessThanOrEqualTo(SwappinessHigh.Highest)
            .Reports(
                SwappinessHigh.Fault,
                "`{PropertyName}` is {PropertyValue}; at most {ComparisonValue} is recommended",
                "set `host.swappiness: 1`"
            );
        RuleFor(h => h.NumaBalancing)
            .NotEqual(true)
            .Reports(
                NumaBalancingOn.Fault,
                "`{PropertyName}` moves memory of pinned ranks between NUMA nodes",
                "set `host.numa_balancing: false`"
            );
        KernelParameters();
    }

    private void KernelParameters()
    {
        RuleForEach(h => h.Sysctl)
            .ByName()
            .Must(p => SysctlValueInvalid.Expected(p.Key, p.Value).Length == 0)
            .Reports(
                SysctlValueInvalid.Fault,
                "`{Name}` takes {Expected}, not \"{Value}\"",
                "write {Expected}",
                ("Name", (_, p) => p.Key),
                ("Value", (_, p) => p.Value),
                ("Expected", (_, p) => SysctlValueInvalid.Expected(p.Key, p.Value))
            );
        RuleForEach(h => h.Sysctl)
            .ByName()
            .Must(p => SysctlHarmful.Why(p.Key, p.Value) is null)
            .Reports(
                SysctlHarmful.Fault,
                "{Name} = {Value}: {Why}",
                "remove it",
                ("Name", (_, p) => p.Key),
                ("Value", (_, p) => p.Value),
                ("Why", (_, p) => SysctlHarmful.Why(p.Key, p.Value) ?? "")
            );
        RuleForEach(h => h.Sysctl)
            .ByName()
            .Must(p => !SysctlStatedTwice.Keys.ContainsKey(p.Key))
            .Reports(
                SysctlStatedTwice.Fault,
                "`{Name}` has its own key",
                "set `{Key}` instead",
                ("Name", (_, p) => p.Key),
                ("Key", (_, p) => SysctlStatedTwice.Keys[p.Key])
            );
    }
}
