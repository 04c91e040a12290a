using System.Collections.Immutable;

namespace ConfigKit.Targets;

/// <summary>A group of files that `compile` writes. Each lies in a folder of its own here and stands in <see cref="TargetList"/>.</summary>
internal abstract class Target
{
    /// <summary>
    /// The word for it in <c>targets</c> and after <c>--target</c>; its files lie in a folder of this name, and a section of this name
    /// asks for it.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>What it writes, for the schema, the reference and `explain`.</summary>
    public abstract string Description { get; }

    /// <summary>Whether every deployment gets it where none is named; the others are written once their section is stated.</summary>
    public abstract bool IsDefault { get; }

    /// <summary>The folders in which its files lie; no two targets share one, so that none can write another's file.</summary>
    public virtual ImmutableArray<string> Folders => [Name];

    /// <summary>Its files, from the plans of this deployment.</summary>
    public abstract ImmutableArray<GeneratedFile> Write(TargetPlans plans, TargetRenderer renderer);
}

/// <summary>A target that decides a plan of its own, from which its files are written.</summary>
/// <typeparam name="TPlan">What it decides; the deployment's plan where it needs no other.</typeparam>
internal abstract class Target<TPlan> : Target
{
    /// <summary>Decides all that its files say. Called once for a deployment, through <see cref="TargetPlans.Of"/>.</summary>
    /// <param name="plans">The deployment's plan, and those of the targets that this one builds on.</param>
    public abstract TPlan Plan(TargetPlans plans);

    /// <summary>Renders the files; nothing is decided here.</summary>
    protected abstract IEnumerable<GeneratedFile> Files(TPlan plan, TargetRenderer renderer);

    public sealed override ImmutableArray<GeneratedFile> Write(TargetPlans plans, TargetRenderer renderer) =>
        [.. Files(plans.Of(this), renderer)];
}

/// <summary>The plans of one deployment: its own, and that of each target that is asked for, made once.</summary>
internal sealed class TargetPlans(DeploymentPlan deployment)
{
    private readonly Dictionary<Target, object?> _made = [];

    public DeploymentPlan Deployment => deployment;

    public TPlan Of<TPlan>(Target<TPlan> target)
    {
        if (_made.TryGetValue(target, out var made))
        {
            return (TPlan)made!; // null only where TPlan may be
        }

        var plan = target.Plan(this);
        _made.Add(target, plan);
        return plan;
    }
}
