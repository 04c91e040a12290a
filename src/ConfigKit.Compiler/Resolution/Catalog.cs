using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>The embedded data files. A file is parsed when something in it is asked for, and only then.</summary>
internal static class Catalog
{
    private const long Mega = 1_000_000;

    /// <summary>The checkpoint of that id or alias, or null.</summary>
    public static Checkpoint? FindModel(string name)
    {
        using var document = Load("models.json");
        var wanted = ModelKey(name);
        foreach (var group in (ReadOnlySpan<string>)["models", "derived"])
        {
            foreach (var entry in document.RootElement.GetProperty(group).EnumerateArray())
            {
                if (Names(entry).Any(n => ModelKey(n) == wanted))
                {
                    return ReadModel(entry, document.RootElement);
                }
            }
        }

        return null;
    }

    /// <summary>Every checkpoint, in catalogue order.</summary>
    public static ImmutableArray<Checkpoint> AllModels()
    {
        using var document = Load("models.json");
        return
        [
            .. document.RootElement.GetProperty("models").EnumerateArray()
                .Concat(document.RootElement.GetProperty("derived").EnumerateArray())
                .Select(e => ReadModel(e, document.RootElement)),
        ];
    }

    /// <summary>Ids of all checkpoints.</summary>
    public static ImmutableArray<string> ModelIds()
    {
        using var document = Load("models.json");
        return
        [
            .. document.RootElement.GetProperty("models").EnumerateArray()
                .Concat(document.RootElement.GetProperty("derived").EnumerateArray())
                .Select(e => Text(e, "id")),
        ];
    }

    public static Accelerator? FindAccelerator(string name)
    {
        var wanted = HardwareKey(name);
        foreach (var vendor in Vendors)
        {
            using var document = Load($"accelerators/{vendor}.json");
            foreach (var entry in document.RootElement.GetProperty("accelerators").EnumerateArray())
            {
                if (Names(entry).Any(n => HardwareKey(n) == wanted))
                {
                    return ReadAccelerator(entry, vendor);
                }
            }
        }

        return null;
    }

    public static ImmutableArray<Accelerator> AllAccelerators()
    {
        var all = ImmutableArray.CreateBuilder<Accelerator>();
        foreach (var vendor in Vendors)
        {
            using var document = Load($"accelerators/{vendor}.json");
            all.AddRange(document.RootElement.GetProperty("accelerators").EnumerateArray().Select(e => ReadAccelerator(e, vendor)));
        }

        return all.ToImmutable();
    }

    public static ImmutableArray<Fabric> AllFabrics()
    {
        using var document = Load("fabrics.json");
        return [.. document.RootElement.GetProperty("fabrics").EnumerateArray().Select(ReadFabric)];
    }

    public static Fabric? FindFabric(string name) =>
        AllFabrics().FirstOrDefault(f => f.Aliases.Append(f.Id).Any(n => HardwareKey(n) == HardwareKey(name)));

    /// <summary>The drivers that CUDA versions need, newest first.</summary>
    public static DriverTable Drivers()
    {
        using var document = Load("drivers.json");
        var root = document.RootElement;
        return new DriverTable(
            [.. root.GetProperty("toolkits").EnumerateArray().Select(t => (Text(t, "toolkit"), Text(t, "linux_driver")))],
            root.GetProperty("minor_version_compatibility").EnumerateObject()
                .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal));
    }

    /// <summary>The entry of an engine in engines.json, cloned.</summary>
    public static JsonElement Engine(string kind)
    {
        using var document = Load("engines.json");
        foreach (var entry in document.RootElement.GetProperty("engines").EnumerateArray())
        {
            if (Text(entry, "kind") == kind)
            {
                return entry.Clone();
            }
        }

        throw new InvalidOperationException($"engines.json has no entry for {kind}");
    }

    private static ReadOnlySpan<string> Vendors => new[] { "nvidia", "amd", "huawei" };

    /// <summary>The text of an embedded data file.</summary>
    public static Stream Open(string name) =>
        typeof(Catalog).Assembly.GetManifestResourceStream("catalog/" + name)
        ?? throw new InvalidOperationException($"catalog/{name} is not embedded");

    private static JsonDocument Load(string name)
    {
        using var stream = Open(name);
        return JsonDocument.Parse(stream);
    }

    private static Checkpoint ReadModel(JsonElement entry, JsonElement root)
    {
        var described = entry;
        if (entry.TryGetProperty("base", out var baseId))
        {
            described = root.GetProperty("models").EnumerateArray().First(e => Text(e, "id") == baseId.GetString());
        }

        var quantization = entry.TryGetProperty("quantization_config", out var own) ? own : default;
        var checkpoint = HuggingFaceConfig.Read(described.GetProperty("config"), quantization, Text(entry, "id"));
        var published = described.GetProperty("published");
        return checkpoint with
        {
            Family = Text(described, "family"),
            IsCatalogued = true,
            PublishedBytes = entry.TryGetProperty("checkpoint", out var bytes) ? bytes.GetProperty("bytes").GetInt64() : null,
            PublishedParametersBillion = Number(published, "parameters_billion"),
            Sources = Texts(entry, "sources"),
            Notes = Text(entry, "notes"),
        };
    }

    private static Accelerator ReadAccelerator(JsonElement e, string vendor)
    {
        var nvml = Number(e, "nvml_mib") * Quantity.MiB;
        var cuda = Number(e, "cuda_mib") * Quantity.MiB;
        return new Accelerator
        {
            Id = Text(e, "id"),
            Vendor = vendor,
            Architecture = Text(e, "architecture"),
            FormFactor = Text(e, "form_factor"),
            ComputeCapability = AcceleratorMemory.ParseCapability(Text(e, "compute_capability")),
            NvmlBytes = (long?)nvml,
            CudaBytes = (long?)cuda ?? AcceleratorMemory.EstimateCudaBytes((long?)nvml, vendor),
            IsCudaBytesMeasured = cuda is not null,
            MemoryBandwidth = Number(e, "bandwidth_gb_s") * 1000 * Mega,
            Bf16Flops = Number(e, "bf16_tflops") * Mega * Mega,
            Fp16Flops = Number(e, "fp16_tflops") * Mega * Mega,
            Fp8Flops = Number(e, "fp8_tflops") * Mega * Mega,
            Fp4Flops = Number(e, "fp4_tflops") * Mega * Mega,
            Int8Flops = Number(e, "int8_tflops") * Mega * Mega,
            LinkKind = Text(e, "link"),
            LinkBandwidth = Number(e, "link_gb_s_per_direction") * 1000 * Mega,
            PcieBandwidth = Number(e, "pcie_gb_s_per_direction") * 1000 * Mega,
            HasBuiltInLink = e.TryGetProperty("built_in_link", out var link) && link.ValueKind == JsonValueKind.True,
            ProductLabel = Text(e, "product_label"),
            Aliases = Texts(e, "aliases"),
            Sources = Texts(e, "sources"),
            Notes = Text(e, "notes"),
        };
    }

    private static Fabric ReadFabric(JsonElement e) =>
        new(Text(e, "id"), Text(e, "kind"), (Number(e, "gbps") ?? 0) * 1000 * Mega / 8, Text(e, "source")) { Aliases = Texts(e, "aliases") };

    private static IEnumerable<string> Names(JsonElement entry) => Texts(entry, "aliases").Prepend(Text(entry, "id"));

    /// <summary>Model names match without organisation and case.</summary>
    private static string ModelKey(string name)
    {
        var lower = name.ToLowerInvariant();
        if (lower.StartsWith("neuralmagic/", StringComparison.Ordinal))
        {
            lower = "redhatai/" + lower["neuralmagic/".Length..];
        }

        var slash = lower.IndexOf('/');
        var bare = slash >= 0 && lower.AsSpan(0, slash) is "deepseek-ai" or "nvidia" or "redhatai" or "cognitivecomputations" or "meituan" ? lower[(slash + 1)..] : lower;
        return bare.StartsWith("deepseek-", StringComparison.Ordinal) ? bare["deepseek-".Length..] : bare;
    }

    /// <summary>GPU and fabric names match without case, punctuation and vendor.</summary>
    private static string HardwareKey(string name) =>
        string.Concat(name.ToLowerInvariant().Replace("nvidia", "", StringComparison.Ordinal).Where(char.IsLetterOrDigit));

    internal static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    internal static double? Number(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    internal static ImmutableArray<string> Texts(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetString() ?? "")] : [];
}

/// <summary>Which driver a CUDA version needs.</summary>
/// <param name="Toolkits">Toolkit ("12.8 GA") and the driver that it brings, newest first.</param>
/// <param name="MinorCompatibility">Major version to the lowest driver on which any toolkit of it loads.</param>
internal sealed record DriverTable(ImmutableArray<(string Toolkit, string Driver)> Toolkits, ImmutableSortedDictionary<string, string> MinorCompatibility);
