using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Text;

namespace ConfigKit.Catalog;

/// <summary>The GPUs and NPUs that are known by name.</summary>
internal static class Accelerators
{
    public static Accelerator? Find(string name)
    {
        var wanted = CatalogFile.HardwareKey(name);
        foreach (var vendor in GpuVendors.All)
        {
            using var document = CatalogFile.Load($"accelerators/{vendor.Word()}.json");
            foreach (var entry in document.RootElement.GetProperty("accelerators").EnumerateArray())
            {
                if (CatalogFile.Names(entry).Any(n => CatalogFile.HardwareKey(n) == wanted))
                {
                    return ReadAccelerator(entry, vendor);
                }
            }
        }

        return null;
    }

    public static ImmutableArray<Accelerator> All()
    {
        var all = ImmutableArray.CreateBuilder<Accelerator>();
        foreach (var vendor in GpuVendors.All)
        {
            using var document = CatalogFile.Load($"accelerators/{vendor.Word()}.json");
            all.AddRange(document.RootElement.GetProperty("accelerators").EnumerateArray().Select(e => ReadAccelerator(e, vendor)));
        }

        return all.ToImmutable();
    }

    private static Accelerator ReadAccelerator(JsonElement e, GpuVendor vendor)
    {
        var nvml = CatalogFile.Number(e, "nvml_mib") * Quantity.MiB;
        var cuda = CatalogFile.Number(e, "cuda_mib") * Quantity.MiB;
        return new Accelerator
        {
            Id = CatalogFile.Text(e, "id"),
            Vendor = vendor,
            Architecture = CatalogFile.Text(e, "architecture"),
            FormFactor = CatalogFile.Text(e, "form_factor"),
            ComputeCapability = AcceleratorMemory.ParseCapability(CatalogFile.Text(e, "compute_capability")),
            NvmlBytes = (long?)nvml,
            CudaBytes = (long?)cuda ?? AcceleratorMemory.EstimateCudaBytes((long?)nvml, vendor),
            IsCudaBytesMeasured = cuda is not null,
            MemoryBandwidth = CatalogFile.Number(e, "bandwidth_gb_s") * 1000 * CatalogFile.Mega,
            Bf16Flops = CatalogFile.Number(e, "bf16_tflops") * CatalogFile.Mega * CatalogFile.Mega,
            Fp16Flops = CatalogFile.Number(e, "fp16_tflops") * CatalogFile.Mega * CatalogFile.Mega,
            Fp8Flops = CatalogFile.Number(e, "fp8_tflops") * CatalogFile.Mega * CatalogFile.Mega,
            Fp4Flops = CatalogFile.Number(e, "fp4_tflops") * CatalogFile.Mega * CatalogFile.Mega,
            Int8Flops = CatalogFile.Number(e, "int8_tflops") * CatalogFile.Mega * CatalogFile.Mega,
            LinkKind = CatalogFile.Text(e, "link"),
            LinkBandwidth = CatalogFile.Number(e, "link_gb_s_per_direction") * 1000 * CatalogFile.Mega,
            PcieBandwidth = CatalogFile.Number(e, "pcie_gb_s_per_direction") * 1000 * CatalogFile.Mega,
            HasBuiltInLink = e.TryGetProperty("built_in_link", out var link) && link.ValueKind == JsonValueKind.True,
            ProductLabel = CatalogFile.Text(e, "product_label"),
            Aliases = CatalogFile.Texts(e, "aliases"),
            Sources = CatalogFile.Texts(e, "sources"),
            Notes = CatalogFile.Text(e, "notes"),
        };
    }
}
