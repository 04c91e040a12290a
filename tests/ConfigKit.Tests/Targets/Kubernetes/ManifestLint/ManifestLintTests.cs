using System.Text.Json;
using System.Text.RegularExpressions;

namespace ConfigKit.Tests.Targets;

/// <summary>
/// Checks of kube-linter, kube-score, polaris and trivy, written again from their tables, because those programs can't be
/// had everywhere: each object passes each check, or states on itself that it does not and why.
/// </summary>
public sealed class ManifestLintTests
{
    private const int ShortestReason = 15;
    private const string Table = "k8s-lint-checks.json";

    private static readonly (string Tool, IEnumerable<LintCheck> Checks, Dictionary<string, string> NotJudged)[] Tools =
    [
        ("kube-linter", KubeLinterChecks.All, KubeLinterChecks.NotJudged),
        ("kube-score", KubeScoreChecks.All, KubeScoreChecks.NotJudged),
        ("polaris", PolarisChecks.All, PolarisChecks.NotJudged),
        ("trivy", TrivyChecks.All, TrivyChecks.NotJudged),
    ];

    public static TheoryData<string> Names => ClusterVariants.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Checks_pass_or_are_waived_and_no_waiver_is_unused(string name)
    {
        var set = new ManifestSet(ClusterVariants.Compile(name));
        var failing = Tools
            .SelectMany(t => t.Checks.SelectMany(c => c.Failing(set).Select(m => $"{m.File}: {t.Tool} {c.Id}")))
            .Distinct()
            .ToHashSet(StringComparer.Ordinal);
        var waived = set.Objects.SelectMany(m => Waivers(m).Select(w => $"{m.File}: {w.Tool} {w.Check}")).ToHashSet(StringComparer.Ordinal);

        Assert.True(
            failing.SetEquals(waived),
            $"not waived:\n{string.Join("\n", failing.Except(waived).Order(StringComparer.Ordinal))}\nwaived without need:\n{string.Join("\n", waived.Except(failing).Order(StringComparer.Ordinal))}"
        );
        Assert.All(set.Objects.SelectMany(Waivers), w => Assert.True(w.Reason.Length >= ShortestReason, w.Check));
    }

    [Theory]
    [InlineData("imagePullPolicy: IfNotPresent", "imagePullPolicy: Never", "kube-score container-image-pull-policy")]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "kube-linter no-read-only-root-fs")]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: false", "trivy KSV-0012")]
    [InlineData("automountServiceAccountToken: false", "automountServiceAccountToken: true", "polaris automountServiceAccountToken")]
    [InlineData("            - ALL", "            - KILL", "trivy KSV-0106")]
    [InlineData("port: http", "port: 9999", "kube-linter liveness-port")]
    [InlineData("ephemeral-storage: 10Gi", "example.com/none: 1", "kube-score container-ephemeral-storage-request-and-limit")]
    [InlineData("allowPrivilegeEscalation: false", "privileged: true", "polaris runAsPrivileged")]
    public void Fault_put_into_a_manifest_is_found(string good, string bad, string check)
    {
        var compilation = ClusterVariants.Compile("examples/minimal");
        var files = compilation.Files.Select(f =>
            f.Path.EndsWith("deployment.yaml", StringComparison.Ordinal)
                ? f with
                {
                    Content = f.Content.Replace(good, bad, StringComparison.Ordinal),
                }
                : f
        );
        var set = new ManifestSet(compilation with { Files = [.. files] });
        var (tool, id) = (check.Split(' ')[0], check.Split(' ')[1]);

        Assert.NotEmpty(Tools.Single(t => t.Tool == tool).Checks.Single(c => c.Id == id).Failing(set));
    }

    [Fact]
    public void Checks_are_named_once() =>
        Assert.All(
            Tools,
            t => Assert.Equal(t.Checks.Count(), t.Checks.Select(c => c.Id).Concat(t.NotJudged.Keys).Distinct().Count() - t.NotJudged.Count)
        );

    /// <summary>Every check that the four programs have for manifests is written here, or said to be left out.</summary>
    [FactsFact(Table)]
    public void No_check_is_forgotten()
    {
        using var facts = JsonDocument.Parse(File.ReadAllText(Facts.Find(Table)!));
        foreach (var (tool, checks, notJudged) in Tools)
        {
            var known = facts
                .RootElement.GetProperty(tool)
                .GetProperty("checks")
                .EnumerateObject()
                .Select(c => c.Name)
                .Where(n => tool != "trivy" || n.StartsWith("KSV", StringComparison.Ordinal));
            Assert.Equal(
                known.Order(StringComparer.Ordinal),
                checks.Select(c => c.Id).Concat(notJudged.Keys).Order(StringComparer.Ordinal)
            );
        }
    }

    /// <summary>What an object says of itself, in the notation of each program; the reason stands beside it.</summary>
    private static IEnumerable<(string Tool, string Check, string Reason)> Waivers(Manifest manifest)
    {
        foreach (var (key, value) in Manifest.Labels(manifest.Root["metadata"]!["annotations"]))
        {
            if (key.StartsWith("ignore-check.kube-linter.io/", StringComparison.Ordinal))
            {
                yield return ("kube-linter", key.Split('/')[1], value);
            }
            else if (key == "kube-score/ignore")
            {
                foreach (var check in value.Split(','))
                {
                    yield return ("kube-score", check, Reason(check));
                }
            }
            else if (key.StartsWith("polaris.fairwinds.com/", StringComparison.Ordinal))
            {
                Assert.Equal("true", value);
                var check = key.Split('/')[1].Replace("-exempt", "", StringComparison.Ordinal);
                yield return ("polaris", check, Reason(check));
            }
        }

        foreach (Match match in Regex.Matches(manifest.Text, "^# trivy:ignore:(KSV-[0-9]+)$", RegexOptions.Multiline))
        {
            yield return ("trivy", match.Groups[1].Value, Reason(match.Groups[1].Value));
        }

        string Reason(string check) =>
            Regex.Match(manifest.Text, $"^ *# {Regex.Escape(check)}: (.*)$", RegexOptions.Multiline).Groups[1].Value;
    }
}
