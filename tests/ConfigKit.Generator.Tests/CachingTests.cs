using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConfigKit.Generator.Tests;

/// <summary>What an edit makes the generator do again.</summary>
public sealed class CachingTests
{
    private static readonly string[] Steps = ["Settings", "Model", "Source"];

    [Fact]
    public void An_edit_of_unrelated_code_leaves_every_step_cached()
    {
        var compilation = Project.Compilation("class A { }");
        var driver = Project.Driver([Project.File(Project.Model(Project.Minimal))]).RunGenerators(compilation);

        var second = driver.RunGenerators(
            compilation.AddSyntaxTrees(
                CSharpSyntaxTree.ParseText("class B { int x; }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            )
        );

        var steps = second.GetRunResult().Results.Single().TrackedSteps;
        Assert.All(Steps, name => Assert.Contains(name, steps.Keys));
        Assert.All(
            steps.Where(s => Steps.Contains(s.Key)).SelectMany(s => s.Value).SelectMany(s => s.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason)
        );
        Assert.All(
            second.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason)
        );
    }

    [Fact]
    public void A_model_written_again_with_the_same_text_generates_nothing_anew()
    {
        var json = Project.Model(Project.Minimal);
        var file = Project.File(json);
        var compilation = Project.Compilation();
        var driver = Project.Driver([file]).RunGenerators(compilation);

        var second = driver.ReplaceAdditionalText(file, Project.File(json)).RunGenerators(compilation);

        Assert.Equal(IncrementalStepRunReason.Cached, Reason(second, "Model"));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(second, "Source"));
    }

    [Fact]
    public void A_changed_model_is_generated_anew()
    {
        var file = Project.File(Project.Model(Project.Minimal));
        var compilation = Project.Compilation();
        var driver = Project.Driver([file]).RunGenerators(compilation);

        var second = driver
            .ReplaceAdditionalText(file, Project.File(Project.Model(Project.Minimal + "runtime: {a: 1}\n")))
            .RunGenerators(compilation);

        Assert.Equal(IncrementalStepRunReason.Modified, Reason(second, "Source"));
    }

    private static IncrementalStepRunReason Reason(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results.Single().TrackedSteps[step].Single().Outputs.Single().Reason;
}
