using Microsoft.CodeAnalysis.CSharp;

namespace ConfigKit.Generator.Tests;

/// <summary>Generated code compiles without warnings and holds the values of the file.</summary>
public sealed class GeneratedTypeTests
{
    private const string Runtime = """
        runtime:
          prompt_version: v3
          max-retries: 2
          large: 5000000000
          ratio: 0.5
          verbose: true
          retry: {delay: 200ms, steps: [1, 2.5]}
          class: fast
          2fast: 1
          upstream: https://llm.example.com/v1
          token: ${env:UPSTREAM_TOKEN}
          budget: 2GiB
          backends: [{url: "https://a.example.com", weight: 1}, {url: "https://b.example.com"}]
          runtime: {runtime_section: {x: 1}}
          equals: 1
          names: []
        runtime_types:
          retry.delay: duration
          class: enum(fast, safe)
          upstream: uri
          budget: size
          backends[].url: uri
          note: string?

        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Preview)]
    public void Values_of_the_file_and_of_each_overlay(LanguageVersion version)
    {
        var json = Project.Model(
            Project.Minimal + "serving: {max_model_len: 8192}\n" + Runtime,
            ("production", "serving: {max_model_len: 16384}\nruntime: {max-retries: 5, note: x}\n"),
            ("environments", ""),
            ("2nd", "")
        );
        var service = Project.Load(
            json,
            """
            #nullable enable
            using System;
            namespace My.Service
            {
                /// <summary>Test.</summary>
                public static class Service
                {
                    /// <summary>Test.</summary>
                    public static string Text()
                    {
                        var c = DeepSeekConfig.Default;
                        var r = c.Runtime;
                        return string.Join("|",
                            c.Serving.MaxModelLen, DeepSeekConfig.Environments.Production.Serving.MaxModelLen, DeepSeekConfig.ForEnvironment("PRODUCTION").Runtime.Note, DeepSeekConfig.ForEnvironment("Staging").Runtime.MaxRetries,
                            DeepSeekConfig.Constants.MaxModelLen, DeepSeekConfig.Constants.ServedModelName, c.Resolved.Endpoint, c.Resolved.Replicas, c.Resolved.StartTimeout.TotalMinutes,
                            r.PromptVersion, r.MaxRetries + 1, r.Large + 1L, r.Ratio, r.Verbose, r.Retry.Delay.TotalMilliseconds, r.Retry.Steps[1], r.Class == DeepSeekConfig.RuntimeSection.ClassKind.Fast, r._2fast,
                            r.Upstream.Host, r.Token, r.Budget, r.Backends.Count, r.Backends[0].Weight, r.Backends[1].Weight is null, r.Runtime.RuntimeSection.X, r.Equals_, r.Names.Count, r.Note is null);
                    }

                    /// <summary>Test.</summary>
                    public static bool IsValue() => DeepSeekConfig.Default == DeepSeekConfig.Default with { } && DeepSeekConfig.Default != DeepSeekConfig.Environments.Production;

                    /// <summary>Test.</summary>
                    public static string Label(int n) => n switch { DeepSeekConfig.Constants.MaxModelLen => "same", _ => "other" };
                }
            }
            """,
            version
        );

        Assert.Equal(
            "8192|16384|x|2|8192|DeepSeek-R1-Distill-Qwen-7B|http://deepseek-r1-distill-qwen-7b.deepseek.svc/v1|1|30|v3|3|5000000001|0.5|True|200|2.5|True|1|llm.example.com|${env:UPSTREAM_TOKEN}|2147483648|2|1|True|1|1|0|True",
            ((string)Project.Value(service, "Service", "Text")!).Replace("deepseek-ai/", "", StringComparison.Ordinal)
        );
        Assert.True((bool)Project.Value(service, "Service", "IsValue")!);
        Assert.Equal("same", Project.Value(service, "Service", "Label", 8192));
    }

    [Fact]
    public void A_file_with_every_key_compiles()
    {
        var keys = string.Join(
            "\n",
            ConfigCompiler.Keys.Where(k => k.Children.Length > 0 && k.Name is not ("model" or "hardware")).Select(k => k.Name + ":")
        );
        Project.Load(Project.Model(Project.Minimal + keys + "\n"));
    }

    [Theory]
    [InlineData("\"; System.Environment.Exit(1); //")]
    [InlineData("</summary><script>&amp;\"'")]
    [InlineData("line\nbreak\r\n\u2028\u0085\ttab")]
    [InlineData("\\\"{{$(x)}}${env:X} \u0001\u001b[31m é中文😀")]
    [InlineData("*/ #error \\u0022")]
    public void Hostile_text_arrives_as_text(string text)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(text);
        var service = Project.Load(
            Project.Model(Project.Minimal + $"runtime: {{text: {quoted}, {quoted.Replace("\\n", "").Replace("\\r", "")}: 1}}\n"),
            """
            namespace My.Service
            {
                /// <summary>Test.</summary>
                public static class Service
                {
                    /// <summary>Test.</summary>
                    public static string Text() => DeepSeekConfig.Default.Runtime.Text;
                }
            }
            """
        );

        Assert.Equal(text, Project.Value(service, "Service", "Text"));
    }

    [Fact]
    public void Before_the_first_build_the_type_is_empty()
    {
        var result = Project.Driver([]).RunGenerators(Project.Compilation()).GetRunResult();

        Assert.Contains(
            "public sealed partial record DeepSeekConfig\n",
            result.GeneratedTrees.Single().ToString(),
            StringComparison.Ordinal
        );
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void A_damaged_model_asks_for_a_rebuild()
    {
        Project.Driver([Project.File("{\"type\": ")]).RunGeneratorsAndUpdateCompilation(Project.Compilation(), out var compilation, out _);

        var error = Assert.Single(compilation.GetDiagnostics(), d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        Assert.Equal("CS1029", error.Id);
        Assert.Contains(
            "rebuild the project",
            error.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Namespace_is_stated_or_the_projects_own_made_into_a_name()
    {
        var json = Project.Model(Project.Minimal);

        Assert.Contains(
            "namespace Chosen.One\n",
            Project.Generate(json, ("build_property.DeepSeekConfigNamespace", "Chosen.One")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "namespace _1st_project.@class\n",
            Project.Generate(json, ("build_property.DeepSeekConfigNamespace", "1st-project.class")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Frameworks_without_init_get_what_it_needs() =>
        Assert.Contains(
            "static class IsExternalInit",
            Project.Generate(Project.Model(Project.Minimal), ("build_property.DeepSeekConfigEmitIsExternalInit", "true")),
            StringComparison.Ordinal
        );
}
