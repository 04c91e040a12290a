using Microsoft.CodeAnalysis;

namespace ConfigKit.Generator;

/// <summary>
/// Turns each typed model that the build wrote to obj/ into C#. Faults of the YAML file are the build task's to report;
/// here a model that is not there yet gives the empty type, so that an editor that has never built stays calm.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ConfigGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of its caching.</summary>
    internal const string SettingsStep = "Settings";
    internal const string ModelStep = "Model";
    internal const string SourceStep = "Source";
    internal const string MissingStep = "Missing";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var settings = context
            .AnalyzerConfigOptionsProvider.Select(static (options, _) => Settings.Of(options.GlobalOptions))
            .WithTrackingName(SettingsStep);
        var models = context
            .AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) => ModelText.Of(pair.Left, pair.Right.GetOptions(pair.Left), cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(ModelStep);
        var sources = models.Combine(settings).Select(static (pair, _) => Source.Of(pair.Left, pair.Right)).WithTrackingName(SourceStep);
        context.RegisterSourceOutput(sources, static (output, source) => output.AddSource(source.HintName, source.Text));

        var missing = models
            .Select(static (model, _) => model.TypeName)
            .Collect()
            .Combine(settings)
            .SelectMany(
                static (pair, _) =>
                    pair.Right.TypeNames.Where(name => !pair.Left.Contains(name)).Select(name => Source.Empty(name, pair.Right))
            )
            .WithTrackingName(MissingStep);
        context.RegisterSourceOutput(missing, static (output, source) => output.AddSource(source.HintName, source.Text));
        context.RegisterSourceOutput(
            settings,
            static (output, s) =>
            {
                if (s.NeedsIsExternalInit)
                {
                    output.AddSource("IsExternalInit.g.cs", Source.IsExternalInit);
                }
            }
        );
    }
}
