using k8s;

namespace ConfigKit.Tests.Targets;

/// <summary>What strict schemas, typed models and kustomize say of every object of the kubernetes target.</summary>
public sealed class ClusterManifestTests : IDisposable
{
    private const string YamlRules =
        "{extends: default, rules: {line-length: disable, document-start: disable, indentation: {indent-sequences: whatever}, truthy: {check-keys: false}, braces: disable, brackets: disable}}";
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Names => ClusterVariants.Names;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SchemaTheory]
    [MemberData(nameof(Names))]
    public void Objects_pass_the_strict_schemas(string name)
    {
        var schemas = KubernetesSchemas.Find() ?? throw new InvalidOperationException("no schemas");
        foreach (var manifest in new ManifestSet(ClusterVariants.Compile(name)).Objects)
        {
            var faults = schemas.Validate(manifest.Text).ToList();
            Assert.True(faults.Count == 0, manifest.File + ": " + string.Join("; ", faults));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Objects_of_core_kinds_have_no_unknown_member(string name)
    {
        foreach (var manifest in new ManifestSet(ClusterVariants.Compile(name)).Objects.Where(m => m.IsCore))
        {
            Assert.NotEmpty(KubernetesYaml.LoadAllFromString(manifest.Text, null, strict: true));
        }
    }

    [ProgramTheory("kubectl")]
    [MemberData(nameof(Names))]
    public void Kustomization_lists_exactly_what_is_written(string name)
    {
        Write(name);
        var set = new ManifestSet(ClusterVariants.Compile(name));
        if (set.Objects.Count == 0)
        {
            return;
        }

        var listed = ManifestSet.Parse(File.ReadAllText(Path.Combine(_folder, "kubernetes/kustomization.yaml")))["resources"]!
            .AsArray()
            .Select(r => r!.GetValue<string>());
        Assert.Equal(
            set.Objects.Select(m => m.File["kubernetes/".Length..])
                .Where(f => !f.StartsWith("rollout/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal)
        );
        var run = Programs.Run("kubectl", "kustomize", Path.Combine(_folder, "kubernetes"));
        Assert.True(run.Exit == 0, run.Output);
    }

    [ProgramTheory("yamllint")]
    [MemberData(nameof(Names))]
    public void Objects_pass_yamllint(string name)
    {
        Write(name);
        foreach (var folder in ((string[])["kubernetes", "overlays"]).Select(f => Path.Combine(_folder, f)).Where(Directory.Exists))
        {
            var run = Programs.Run("yamllint", "-d", YamlRules, folder);
            Assert.True(run.Exit == 0, run.Output);
        }
    }

    private void Write(string name)
    {
        foreach (var file in ClusterVariants.Compile(name).Files)
        {
            var path = Path.Combine(_folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
            File.WriteAllText(path, file.Content);
        }
    }
}
