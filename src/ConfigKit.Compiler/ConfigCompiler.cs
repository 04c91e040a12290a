using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using ConfigKit.Rules;
using ConfigKit.Rules.Sections;
using ConfigKit.Search;
using ConfigKit.ServiceModel;
using ConfigKit.Syntax;
using ConfigKit.Targets;
using ConfigKit.Text;
using ConfigKit.Typing;

namespace ConfigKit;

/// <summary>What the compiler may look up beside the source file; the caller does the reading.</summary>
/// <param name="ReadText">The text of a file named relative to the configuration, or null when there is none.</param>
/// <param name="Templates">The user's own templates by name, such as <c>docker/Dockerfile.sbn</c>; they replace ours.</param>
/// <param name="Below">The file that this one overlays: its keys hold where the overlay states none.</param>
/// <param name="Targets">Names of what to write instead of the file's own targets; empty: the file's.</param>
internal sealed record CompilerOptions(
    Func<string, string?> ReadText,
    ImmutableDictionary<string, SourceFile> Templates,
    ImmutableArray<string> Targets,
    SourceFile? Below
)
{
    public static CompilerOptions Default { get; } = new(_ => null, ImmutableDictionary<string, SourceFile>.Empty, [], null);
}

/// <summary>The compiler: text in, values out. It reads and writes nothing.</summary>
internal static class ConfigCompiler
{
    /// <summary>Between the changes that a help text offers.</summary>
    private const string Alternative = "; or ";

    /// <summary>The words of the file that engines and targets bring.</summary>
    public static Vocabulary Vocabulary { get; } = new(EngineList.Choices, TargetList.Choices);

    /// <summary>Every key of the file, in the order of the records.</summary>
    public static ImmutableArray<KeyInfo> Keys =>
        DeepSeekConfig.Keys(Vocabulary with { Defaults = EngineDefaults.Words.Add("targets", TargetList.DefaultWords) });

    /// <summary>Every diagnostic that can be reported.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Descriptors => [.. RuleList.Descriptors, EmitDiagnostics.TemplateFault];

    /// <summary>Everything up to the verdict, and for errors that settings can fix the smallest edit; no files.</summary>
    public static Compilation Validate(SourceFile source, CompilerOptions options)
    {
        var checkedOnce = Check(source, options);
        return
            checkedOnce.Diagnostics.Any(d => d.Severity == Severity.Error && d.Descriptor.IsFixable)
            && RepairSearch.Find(checkedOnce, text => Check(text, options)) is { } fix
            ? checkedOnce with
            {
                Diagnostics = [.. checkedOnce.Diagnostics.Select(d => d.Severity == Severity.Error ? WithFix(d, fix) : d)],
            }
            : checkedOnce;
    }

    private static Diagnostic WithFix(Diagnostic diagnostic, Fix fix)
    {
        var applied = $"{fix.Title} (applied by `{(fix.IsSafe ? "--fix" : "--unsafe-fixes")}`)";

        // An edit that changes what runs leaves the user a choice: the other changes that work are named too.
        var others = diagnostic.Help.Split(Alternative).Where(help => !help.StartsWith(fix.Title, StringComparison.Ordinal));
        return diagnostic with { Fix = fix, Help = fix.IsSafe ? applied : string.Join(Alternative, others.Prepend(applied)) };
    }

    /// <summary>Everything up to the verdict; no files, no search for edits.</summary>
    public static Compilation Check(SourceFile source, CompilerOptions options)
    {
        var diagnostics = new DiagnosticBag(source, options.Below);
        Deployment? deployment = null;
        Estimate? estimate = null;
        var runtime = new TypedType(TypedKind.Record);
        if (Read(source, options.Below, diagnostics) is { } root)
        {
            var (config, spans) = ConfigBinder.Bind(root, Vocabulary, diagnostics);

            runtime = RuntimeInference.Infer(config, spans, diagnostics);
            config = config with { NamedTargets = options.Targets };

            // Resolved even after errors, so that one run tells everything; judged only when nothing is left to guess.
            deployment = Resolver.Resolve(config, spans, options.ReadText, diagnostics);
            if (deployment is not null && !diagnostics.HasErrors)
            {
                estimate = Estimator.Estimate(deployment);
                Judge(config, new Subject(deployment, estimate), diagnostics);
            }
        }

        var sorted = diagnostics.ToSorted();
        return new Compilation(source, sorted, VerdictOf(sorted, estimate), deployment, estimate, []) { Runtime = runtime };
    }

    /// <summary>Validates and, without errors, renders the files of each target.</summary>
    public static Compilation Compile(SourceFile source, CompilerOptions options)
    {
        var validated = Validate(source, options);
        if (validated.HasErrors || validated.Deployment is null || validated.Estimate is null)
        {
            return validated;
        }

        var emission = Emitter.Emit(Planner.Plan(validated.Deployment, validated.Estimate), options.Templates);
        return emission.Diagnostics.IsEmpty
            ? validated with
            {
                Files = emission.Files,
            }
            : validated with
            {
                Diagnostics = [.. validated.Diagnostics, .. emission.Diagnostics],
                Verdict = Verdict.Invalid,
            };
    }

    /// <summary>The typed model of a file and its overlays, for code generators.</summary>
    /// <param name="source">The file.</param>
    /// <param name="overlays">Each environment and the file that makes it.</param>
    /// <param name="options">Targets are compiled for each.</param>
    public static TypedModel Model(SourceFile source, ImmutableArray<(string Name, SourceFile File)> overlays, CompilerOptions options)
    {
        var compilations = ImmutableArray.Create(Compile(source, options));
        compilations = compilations.AddRange(overlays.Select(o => Compile(o.File, options with { Below = source })));
        return TypedModelUnion.Of(source, overlays, compilations, Keys);
    }

    private static YamlNode? Read(SourceFile source, SourceFile? below, DiagnosticBag diagnostics)
    {
        var root = YamlReader.Read(source, diagnostics);
        if (below is null || root is null)
        {
            return root;
        }

        var lower = new DiagnosticBag(below);
        var belowRoot = YamlReader.Read(below, lower);
        foreach (var diagnostic in lower.ToSorted())
        {
            diagnostics.Add(diagnostic);
        }

        return belowRoot is null ? null : Overlay.Merge(Overlay.Shift(belowRoot, diagnostics.Shift), root);
    }

    private static void Judge(DeepSeekConfig config, Subject subject, DiagnosticBag diagnostics)
    {
        foreach (var diagnostic in SectionJudge.Judge(config, subject.Deployment.Spans, diagnostics))
        {
            diagnostics.Add(diagnostic);
        }

        foreach (var rule in RuleList.CreateAll())
        {
            foreach (var diagnostic in rule.Judge(subject, diagnostics))
            {
                diagnostics.Add(diagnostic);
            }
        }
    }

    /// <summary>Invalid when a rule outside the memory group reports an error; else what memory says.</summary>
    private static Verdict VerdictOf(ImmutableArray<Diagnostic> diagnostics, Estimate? estimate)
    {
        var errors = diagnostics.Where(d => d.Severity == Severity.Error).ToList();
        if (estimate is null || errors.Exists(d => d.Descriptor.Group != DiagnosticGroup.Memory))
        {
            return Verdict.Invalid;
        }

        return errors.Count > 0 ? Verdict.DoesNotFit : estimate.MemoryVerdict;
    }
}
