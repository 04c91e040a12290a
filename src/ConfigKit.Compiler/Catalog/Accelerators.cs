using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Catalog;

/// <summary>The GPUs and NPUs that are known by name.</summary>
internal static class Accelerators
{
    private const double Giga = 1e9;
    private const double Tera = 1e12;

    private static readonly ImmutableArray<(GpuVendor Vendor, CatalogList<AcceleratorEntry> List)> Lists =
    [
        .. GpuVendors
            .All.ToArray()
            .Select(v => (v, CatalogFile.List<AcceleratorEntry>(FileOf(v), "accelerators", CatalogFile.HardwareKey))),
    ];

    public static Accelerator? Find(string name) =>
        Lists.Select(l => l.List.Find(name) is { } entry ? FromEntry(entry, l.Vendor) : null).FirstOrDefault(a => a is not null);

    public static ImmutableArray<Accelerator> All()
    {
        var all = ImmutableArray.CreateBuilder<Accelerator>();
        foreach (var vendor in GpuVendors.All)
        {
            var file = CatalogFile.Read<AcceleratorsFile>(FileOf(vendor));
            all.AddRange(file.Accelerators.Select(e => FromEntry(e, vendor)));
        }

        return all.ToImmutable();
    }

    private static string FileOf(GpuVendor vendor) => $"accelerators/{vendor.Word()}.json";

    private static Accelerator FromEntry(AcceleratorEntry e, GpuVendor vendor)
    {
        var nvml = (long?)(e.NvmlMib * Quantity.MiB);
        var cuda = (long?)(e.CudaMib * Quantity.MiB);
        return new Accelerator
        {
            Id = e.Id,
            Vendor = vendor,
            Architecture = e.Architecture,
            FormFactor = e.FormFactor,
            ComputeCapability = AcceleratorMemory.ParseCapability(e.ComputeCapability ?? ""),
            NvmlBytes = nvml,
            CudaBytes = cuda ?? AcceleratorMemory.EstimateCudaBytes(nvml, vendor),
            IsCudaBytesMeasured = cuda is not null,
            MemoryBandwidth = e.BandwidthGbS * Giga,
            Bf16Flops = e.Bf16Tflops * Tera,
            Fp16Flops = e.Fp16Tflops * Tera,
            Fp8Flops = e.Fp8Tflops * Tera,
            Fp4Flops = e.Fp4Tflops * Tera,
            Int8Flops = e.Int8Tflops * Tera,
            LinkKind = e.LinkKind,
            LinkName = e.Link ?? "",
            LinkBandwidth = e.LinkGbSPerDirection * Giga,
            PcieBandwidth = e.PcieGbSPerDirection * Giga,
            HasBuiltInLink = e.BuiltInLink,
            ProductLabel = e.ProductLabel ?? "",
            HasSmallVllmBatch = e.VllmSmallBatch,
            Aliases = e.Aliases,
            Sources = CatalogFile.TextsOf(e.Sources),
            Notes = e.Notes ?? "",
        };
    }
}
