using System.Text.Json;
using k8s;

namespace ConfigKit.Tests.Targets;

/// <summary>What the real programs say of the files of every good example.</summary>
public sealed class ArtifactTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Examples => [.. ExamplesTests.AllNames.Where(n => !n.StartsWith("broken-", StringComparison.Ordinal))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("bash", "shellcheck")]
    [MemberData(nameof(Examples))]
    public void Shell_passes_bash_and_shellcheck(string name)
    {
        foreach (var script in Write(name).Where(f => f.EndsWith(".sh", StringComparison.Ordinal)))
        {
            AssertPasses(Programs.Run("bash", "-n", script));
            AssertPasses(Programs.Run("shellcheck", "--severity=style", script));
        }
    }

    [ProgramTheory("bash")]
    [MemberData(nameof(Examples))]
    public void Environment_file_is_read_by_a_shell(string name)
    {
        foreach (var file in Write(name).Where(f => f.EndsWith("nccl.env", StringComparison.Ordinal)))
        {
            var run = Programs.Run("bash", "-c", $"set -eu; set -a; . '{file}'; env | grep -c ^NCCL_");
            AssertPasses(run);
        }
    }

    [ProgramTheory("kubectl")]
    [MemberData(nameof(Examples))]
    public void Manifests_pass_kustomize(string name)
    {
        if (Write(name).Any(f => f.EndsWith("kustomization.yaml", StringComparison.Ordinal)))
        {
            AssertPasses(Programs.Run("kubectl", "kustomize", Path.Combine(_folder, "kubernetes")));
        }
    }

    [ProgramTheory("yamllint")]
    [MemberData(nameof(Examples))]
    public void Yaml_passes_yamllint(string name)
    {
        foreach (
            var file in Write(name)
                .Where(f => f.EndsWith(".yaml", StringComparison.Ordinal) && !f.Contains("/helm/templates/", StringComparison.Ordinal))
        )
        {
            AssertPasses(
                Programs.Run(
                    "yamllint",
                    "-d",
                    "{extends: default, rules: {line-length: disable, document-start: disable, indentation: {indent-sequences: whatever}, truthy: {check-keys: false}, braces: disable, brackets: disable}}",
                    file
                )
            );
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Manifests_have_no_unknown_member_by_the_typed_models(string name)
    {
        foreach (var file in Write(name).Where(f => ManifestSet.IsManifest(f) && ManifestSet.Read(f, File.ReadAllText(f)).IsCore))
        {
            Assert.NotEmpty(KubernetesYaml.LoadAllFromString(File.ReadAllText(file), null, strict: true));
        }
    }

    [SchemaTheory]
    [MemberData(nameof(Examples))]
    public void Manifests_pass_the_strict_schemas(string name)
    {
        var schemas = KubernetesSchemas.Find() ?? throw new InvalidOperationException("no schemas");
        foreach (var file in Write(name).Where(f => ManifestSet.IsManifest(f) || IsOperators(f)))
        {
            Assert.Empty(schemas.Validate(File.ReadAllText(file)));
        }
    }

    [ProgramTheory("node", "$CONFIGKIT_NODE_MODULES")]
    [MemberData(nameof(Examples))]
    public void Dockerfile_passes_its_linter(string name)
    {
        var modules = Environment.GetEnvironmentVariable("CONFIGKIT_NODE_MODULES");
        foreach (var file in Write(name).Where(f => f.EndsWith("/Dockerfile", StringComparison.Ordinal)))
        {
            var check =
                $"const {{validate}} = require({JsonSerializer.Serialize(modules + "/dockerfile-utils")}); const found = validate(require('fs').readFileSync(process.argv[1], 'utf8')); if (found.length) {{ console.log(JSON.stringify(found)); process.exit(1); }}";
            AssertPasses(Programs.Run("node", "-e", check, file));

            // dockerfilelint 1.8.0 reads `--start-period` as `--start` and refuses it, so it sees the file without.
            File.WriteAllText(file, File.ReadAllText(file).Replace("--start-period=", "--interval=", StringComparison.Ordinal));
            AssertPasses(Programs.Run("node", modules + "/dockerfilelint/bin/dockerfilelint", file));
        }
    }

    private static bool IsOperators(string file) =>
        file.EndsWith("servicemonitor.yaml", StringComparison.Ordinal) || file.EndsWith("prometheusrule.yaml", StringComparison.Ordinal);

    [ProgramTheory("promtool")]
    [MemberData(nameof(Examples))]
    public void Prometheus_reads_its_configuration_and_alerts(string name)
    {
        foreach (var file in Write(name).Where(f => f.EndsWith("monitoring/prometheus.yaml", StringComparison.Ordinal)))
        {
            AssertPasses(Programs.Run("promtool", "check", "config", file));
            AssertPasses(Programs.Run("promtool", "check", "rules", Path.Combine(Path.GetDirectoryName(file) ?? "", "alerts.yaml")));
        }
    }

    [Fact]
    public void Grafana_dashboard_is_json_with_panels_apart()
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Write("minimal").Single(f => f.EndsWith("grafana-dashboard.json", StringComparison.Ordinal)))
        );
        var places = document
            .RootElement.GetProperty("panels")
            .EnumerateArray()
            .Select(p => p.GetProperty("gridPos").GetRawText())
            .ToList();

        Assert.NotEmpty(places);
        Assert.Equal(places.Count, places.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Runtime_json_is_canonical(string name)
    {
        foreach (var file in Write(name).Where(f => f.EndsWith("runtime/deepseek-config.json", StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        }
    }

    /// <summary>Applied under a folder of its own: twice the same, checked, reverted without a trace.</summary>
    [ProgramFact("bash")]
    public void Host_script_applies_checks_and_reverts()
    {
        var script = Write("r1-16xh100-tp8pp2").Single(f => f.EndsWith("deepseek-host.sh", StringComparison.Ordinal));
        var root = Path.Combine(_folder, "root");

        Assert.NotEqual(0, Programs.Run("bash", script, "check", "--root", root).Exit);
        AssertPasses(Programs.Run("bash", script, "apply", "--root", root));
        AssertPasses(Programs.Run("bash", script, "check", "--root", root));
        Assert.Equal("", Programs.Run("bash", script, "apply", "--root", root).Output);
        Assert.Contains(
            "vm.swappiness = 1",
            File.ReadAllText(Path.Combine(root, "etc/sysctl.d/90-deepseek.conf")),
            StringComparison.Ordinal
        );
        AssertPasses(Programs.Run("bash", script, "revert", "--root", root));
        Assert.Empty(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories));
        Assert.Equal(2, Programs.Run("bash", script, "destroy").Exit);
    }

    /// <summary>On a made-up node that is as configured every check passes; each fault of it fails one.</summary>
    [ProgramFact("bash")]
    public void Preflight_passes_a_node_that_is_as_configured_and_fails_each_fault()
    {
        var script = Write("r1-16xh100-tp8pp2").Single(f => f.EndsWith("preflight.sh", StringComparison.Ordinal));
        var node = Path.Combine(_folder, "node");
        Put("proc/meminfo", "MemTotal:       2113386240 kB\n");
        Put("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]\n");
        Directory.CreateDirectory(Path.Combine(node, "sys/class/net/ens1f0"));
        Directory.CreateDirectory(Path.Combine(node, "sys/module/nvidia_peermem"));
        Enumerable.Range(0, 8).ToList().ForEach(i => Directory.CreateDirectory(Path.Combine(node, $"sys/class/infiniband/mlx5_{i}")));
        Directory.CreateDirectory(Path.Combine(node, "var/lib/deepseek/models"));
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        Tool(
            "nvidia-smi",
            "case $1 in topo) printf 'GPU0\\tX\\tNV18\\n' ;; *) for i in 1 2 3 4 5 6 7 8; do echo '81559, 580.95.05'; done ;; esac"
        );
        Tool("df", "printf 'Filesystem 1M Used Available Use Mounted\\nx 1 1 900000 1 /\\n'");

        var good = Preflight();
        Assert.True(good.Exit == 0, good.Output);
        Assert.DoesNotContain("FAIL", good.Output, StringComparison.Ordinal);

        Put("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
        Put("proc/meminfo", "MemTotal:       16000000 kB\n");
        Directory.Delete(Path.Combine(node, "sys/class/infiniband/mlx5_7"));
        Directory.Delete(Path.Combine(node, "sys/class/net/ens1f0"));
        Tool("nvidia-smi", "case $1 in topo) echo 'GPU0 X PHB' ;; *) for i in 1 2 3 4 5 6 7; do echo '40960, 535.54.03'; done ;; esac");
        Tool("df", "printf 'Filesystem 1M Used Available Use Mounted\\nx 1 1 9000 1 /\\n'");
        var bad = Preflight();
        Assert.Equal(1, bad.Exit);
        Assert.Contains("9 checks failed", bad.Output, StringComparison.Ordinal);

        (int Exit, string Output) Preflight() =>
            Programs.Run("env", $"PATH={bin}:{Environment.GetEnvironmentVariable("PATH")}", "bash", script, "--root", node);

        void Put(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(node, name)) ?? node);
            File.WriteAllText(Path.Combine(node, name), text);
        }

        void Tool(string name, string body)
        {
            File.WriteAllText(Path.Combine(bin, name), "#!/bin/sh\n" + body + "\n");
            Programs.MakeExecutable(Path.Combine(bin, name));
        }
    }

    private static void AssertPasses((int Exit, string Output) run) => Assert.True(run.Exit == 0, run.Output);

    private List<string> Write(string name)
    {
        var paths = new List<string>();
        foreach (var file in ExamplesTests.Compile(name).Files)
        {
            var path = Path.Combine(_folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
            File.WriteAllText(path, file.Content);
            paths.Add(path);
        }

        Assert.NotEmpty(paths);
        return paths;
    }
}
