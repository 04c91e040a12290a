using System.Text.RegularExpressions;

namespace ConfigKit.EndToEnd.Tests;

/// <summary>A target that there is not: its file, its template, and a configuration that names it.</summary>
internal static class NewTarget
{
    public const string File = "src/ConfigKit.Compiler/Targets/Nomad/NomadTarget.cs";
    public const string TemplateFile = "templates/nomad/job.hcl.sbn";

    /// <summary>What every target must say.</summary>
    public static readonly string[] Members = ["Name", "Description", "IsDefault", "Plan", "Files"];

    public const string Config = """
        model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}
        hardware: {gpu: h100-sxm, gpus_per_node: 1}
        targets: [nomad]

        """;

    public const string Template = """
        job "{{ name }}" {
          datacenters = ["{{ datacenter }}"]
          # {{ image }}
        }

        """;

    public const string Text = """
        using ConfigKit.Rendering;
        using Scriban.Runtime;

        namespace ConfigKit.Targets.Nomad;

        /// <summary>A job of HashiCorp Nomad.</summary>
        internal sealed class NomadTarget : Target<DeploymentPlan>
        {
            public override string Name => "nomad";

            public override string Description => "a job for HashiCorp Nomad";

            public override bool IsDefault => false;

            public override DeploymentPlan Plan(TargetPlans plans) => plans.Deployment;

            protected override IEnumerable<GeneratedFile> Files(DeploymentPlan plan, TargetRenderer renderer) =>
                [renderer.File("nomad/job.hcl", new NomadPage { Datacenter = "dc1" })];
        }

        /// <summary>The job as its template sees it.</summary>
        internal sealed record NomadPage : View
        {
            public required string Datacenter { get; init; }

            public override ScriptObject ToScript() => new() { ["datacenter"] = Datacenter };
        }

        """;

    /// <summary>The target's file as somebody writes it who forgets all of this.</summary>
    public static string Without(params string[] members) =>
        members.Aggregate(
            Text,
            (text, member) =>
                Regex.Replace(text, $@"    (public|protected) override [^\n]* {member}\b[^;]*;\n", "", RegexOptions.Singleline)
        );

    /// <summary>The same with a view that is made without its member.</summary>
    public static string WithoutViewMember => Text.Replace(" { Datacenter = \"dc1\" }", "()", StringComparison.Ordinal);
}
