using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ConfigKit.Tests.Targets;

/// <summary>logrotate reads its configuration, cmark the records; Loki's and Fluent Bit's YAML is parsed.</summary>
public sealed class ComplianceFilesTests : IDisposable
{
    private const string Model =
        "model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\ntargets: [compliance]\n";
    private const string Gateway =
        "gateway:\n  jwt: {issuer: \"https://id.example.com\", audiences: [a], jwks_uri: \"https://id.example.com/keys\"}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string, long, int> Retentions =>
        new()
        {
            { "", 4416, 190 },
            { "compliance: {log_retention: 365d}\n", 8760, 371 },
            { "compliance: {log_retention: 184d, max_retention: 186d}\n", 4416, 184 },
            { "compliance: {log_retention: 12h}\n", 24, 7 },
            { "compliance: {log_retention: 184.5d, max_retention: 200d}\n", 4428, 198 },
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Retentions))]
    public void Logs_are_kept_as_long_as_stated_and_then_deleted(string compliance, long hours, int days)
    {
        var files = Compile(compliance);
        var loki = YamlPath.Parse(files["compliance/loki.yaml"]);
        var rotate = files["compliance/logrotate.conf"];

        Assert.Equal(
            ($"{hours}h", "true", "filesystem", "24h"),
            (
                loki.Text("limits_config.retention_period"),
                loki.Text("compactor.retention_enabled"),
                loki.Text("compactor.delete_request_store"),
                loki.Text("schema_config.configs.0.index.period")
            )
        );
        Assert.Equal(days, Number("maxage"));
        Assert.True(Number("maxage") * 24 >= hours);
        Assert.True(Number("rotate") > Number("maxage"));
        Assert.Contains("    daily\n", rotate, StringComparison.Ordinal);

        int Number(string directive) =>
            int.Parse(Regex.Match(rotate, directive + " ([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Log_is_shipped_from_where_the_gateway_writes_it()
    {
        var files = RunningGateway
            .Compile(
                (
                    Model
                    + Gateway
                    + "  access_log: /srv/logs/requests.log\ncompliance: {log_prompts: true, loki_url: \"https://loki.example.com\"}\n"
                ).Replace("[compliance]", "[compliance, gateway]", StringComparison.Ordinal)
            )
            .Files.ToDictionary(f => f.Path, f => f.Content);
        var shipper = YamlPath.Parse(files["compliance/fluent-bit.yaml"]);

        Assert.Equal(
            ["/srv/logs/requests.log", "/srv/logs/requests-prompts.log"],
            shipper.Items("pipeline.inputs").Select(i => i.Text("path"))
        );
        Assert.All(shipper.Items("pipeline.inputs"), i => Assert.Equal("filesystem", i.Text("storage/type")));
        Assert.All(
            shipper.Items("pipeline.inputs"),
            i => Assert.Contains($"access_log {i.Text("path")} ", files["gateway/nginx.conf"], StringComparison.Ordinal)
        );
        Assert.All(
            shipper.Items("pipeline.outputs"),
            o => Assert.Equal(("loki.example.com", "443", "on"), (o.Text("host"), o.Text("port"), o.Text("tls")))
        );
        Assert.Equal(
            shipper.Items("pipeline.inputs").Select(i => i.Text("tag")),
            shipper.Items("pipeline.outputs").Select(o => o.Text("match"))
        );
        Assert.Equal(
            ("{kind=\"prompts\"}", "720h"),
            (
                YamlPath.Parse(files["compliance/loki.yaml"]).Text("limits_config.retention_stream.0.selector"),
                YamlPath.Parse(files["compliance/loki.yaml"]).Text("limits_config.retention_stream.0.period")
            )
        );
        Assert.Contains(
            "/srv/logs/requests-prompts.log {\n    daily\n    rotate 36\n    maxage 30\n",
            files["compliance/logrotate.conf"],
            StringComparison.Ordinal
        );
        Assert.Contains("path: /srv/logs/requests.log\n", files["gateway/envoy.yaml"], StringComparison.Ordinal);
    }

    [ProgramTheory("logrotate")]
    [InlineData("")]
    [InlineData("compliance: {log_prompts: true}\n" + Gateway)]
    [InlineData(Gateway + "  implementations: [envoy]\n")]
    public void Logrotate_accepts_its_configuration(string sections)
    {
        Assert.DoesNotContain("error:", Rotate(Compile(sections)["compliance/logrotate.conf"]), StringComparison.Ordinal);
    }

    [ProgramFact("logrotate")]
    public void Logrotate_refuses_a_broken_configuration()
    {
        Assert.Contains(
            "error:",
            Rotate(Compile("")["compliance/logrotate.conf"].Replace("maxage", "maxages", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    /// <summary>What logrotate would run after a rotation is sound shell.</summary>
    [ProgramFact("shellcheck")]
    public void Rotation_scripts_pass_shellcheck()
    {
        var script = Path.Combine(_folder, "postrotate.sh");
        File.WriteAllText(
            script,
            "#!/bin/sh\n"
                + Regex
                    .Match(Compile(Gateway)["compliance/logrotate.conf"], "postrotate\n(.*?)    endscript", RegexOptions.Singleline)
                    .Groups[1]
                    .Value
        );
        var run = Programs.Run("shellcheck", "--severity=style", script);

        Assert.True(run.Exit == 0, run.Output);
    }

    [Fact]
    public void Assessment_is_never_approved_and_asks_for_what_is_missing()
    {
        var empty = Compile("")["compliance/dpia.md"];
        var full = Compile(
            "compliance: {controller: A, dpo: B, purposes: [C], legal_basis: contract, data_categories: [D], data_subjects: [E], recipients: [], transfers: [], location: F}\n"
        )["compliance/dpia.md"];

        Assert.All([empty, full], text => Assert.Contains("**Draft, not approved.**", text, StringComparison.Ordinal));
        Assert.All([empty, full], text => Assert.Contains("- Decision of the controller: *open*", text, StringComparison.Ordinal));
        Assert.All([empty, full], text => Assert.DoesNotContain("[x]", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            (string[])
                ["controller", "dpo", "purposes", "legal_basis", "data_categories", "data_subjects", "recipients", "transfers", "location"],
            key => Assert.Contains($"`compliance.{key}`", empty, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("`compliance.", full, StringComparison.Ordinal);
        Assert.All((string[])["(a)", "(b)", "(c)", "(d)"], point => Assert.Contains("Art. 35(7)" + point, full, StringComparison.Ordinal));
    }

    [ProgramTheory("cmark")]
    [MemberData(nameof(HostileGatewayTests.Values), MemberType = typeof(HostileGatewayTests))]
    public void Records_show_text_as_it_was_written(string value)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(value);
        var compilation = ConfigCompiler.Compile(
            new(
                "deepseek-config.yaml",
                Model
                    + $"compliance: {{controller: {text}, dpo: {text}, purposes: [{text}], legal_basis: contract, data_categories: [{text}], data_subjects: [{text}], recipients: [{text}], transfers: [{text}], location: {text}}}\n"
            ),
            CompilerOptions.Default
        );
        if (compilation.HasErrors)
        {
            Assert.All(compilation.Diagnostics, d => Assert.Equal("CK2008", d.Id));
            return;
        }

        foreach (var file in compilation.Files.Where(f => f.Path.EndsWith(".md", StringComparison.Ordinal)))
        {
            var path = Path.Combine(_folder, "record.md");
            File.WriteAllText(path, file.Content);
            var document = XDocument.Parse(
                Programs
                    .Run("cmark", "-t", "xml", path)
                    .Output.Replace("<!DOCTYPE document SYSTEM \"CommonMark.dtd\">", "", StringComparison.Ordinal)
            );
            var paragraphs = document
                .Descendants()
                .Where(e => e.Name.LocalName == "paragraph")
                .Select(p => string.Concat(p.Descendants().Select(e => e.Value)))
                .ToList();

            Assert.True(paragraphs.Count(p => p.Contains(value.Trim().Replace('\t', ' '), StringComparison.Ordinal)) >= 7, value);
            Assert.DoesNotContain(document.Descendants(), e => e.Name.LocalName is "html_inline" or "html_block" or "link" or "image");
        }
    }

    private string Rotate(string configuration)
    {
        var path = Path.Combine(_folder, "logrotate.conf");
        File.WriteAllText(path, configuration);
        return Programs.Run("logrotate", "-d", "-s", Path.Combine(_folder, "state"), path).Output;
    }

    private static Dictionary<string, string> Compile(string sections) =>
        RunningGateway.Compile(Model + sections).Files.ToDictionary(f => f.Path, f => f.Content);
}
